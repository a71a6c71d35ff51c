/** Reads the full texts out of a user's own copy of the data sets: 5e-bits (SRD 5.1) or Open5e (SRD 5.2). */
import { z } from "zod";

/** The texts of one creature as they are kept: kind "source-text", id = the creature's slug. */
export interface SourceText {
  readonly slug: string;
  readonly name: string;
  readonly edition: "2014" | "2024";
  readonly entries: readonly {
    readonly part: string;
    readonly name: string;
    readonly text: string;
  }[];
}

const Part = z.object({ name: z.string().max(300), desc: z.string().max(20_000) });
const Parts = z.array(Part).max(200).optional();
const FiveEBits = z.array(z.object({
  index: z.string().regex(/^[a-z0-9-]{1,80}$/),
  name: z.string().min(1).max(200),
  desc: z.union([z.string().max(20_000), z.array(z.string().max(20_000))]).optional(),
  special_abilities: Parts,
  actions: Parts,
  reactions: Parts,
  legendary_actions: Parts,
})).max(20_000);

const fields = Part.extend({
  parent: z.string().max(200),
  action_type: z.string().max(40).optional(),
  order_in_statblock: z.number().nullish(),
});
const Open5eParts = z.array(z.object({ fields })).max(100_000);
const Open5eCreatures = z.array(z.object({
  pk: z.string().regex(/^srd-2024_[a-z0-9-]{1,80}$/),
  fields: z.object({ name: z.string().min(1).max(200) }),
})).max(20_000);

/** SRD 5.1 texts. Throws ZodError when the file has another shape. */
export function texts2014(json: unknown): SourceText[] {
  return FiveEBits.parse(json).map((m) => {
    const about = typeof m.desc === "string" ? m.desc : m.desc?.join("\n\n");
    return {
      slug: `${m.index}-2014`,
      name: m.name,
      edition: "2014",
      entries: [
        ...(about ? [{ part: "about", name: m.name, text: about }] : []),
        ...rows("trait", m.special_abilities),
        ...rows("action", m.actions),
        ...rows("reaction", m.reactions),
        ...rows("legendary action", m.legendary_actions),
      ],
    };
  });
}

function rows(part: string, all: z.infer<typeof Parts>): SourceText["entries"] {
  return (all ?? []).map((p) => ({ part, name: p.name, text: p.desc }));
}

/** SRD 5.2 texts from the three files of the data set. Throws ZodError when one has another shape. */
export function texts2024(creatures: unknown, traits: unknown, actions: unknown): SourceText[] {
  const byParent = new Map<string, { part: string; name: string; text: string }[]>();
  const add = (part: string, f: z.infer<typeof fields>): void => {
    const list = byParent.get(f.parent) ?? [];
    list.push({ part, name: f.name, text: f.desc });
    byParent.set(f.parent, list);
  };
  for (const { fields } of Open5eParts.parse(traits)) add("trait", fields);
  const inOrder = Open5eParts.parse(actions).map((row) => row.fields)
    .sort((a, b) => (a.order_in_statblock ?? 0) - (b.order_in_statblock ?? 0));
  for (const f of inOrder) add((f.action_type ?? "action").toLowerCase().replaceAll("_", " "), f);
  return Open5eCreatures.parse(creatures).map(({ pk, fields }) => ({
    slug: `${pk.replace("srd-2024_", "")}-2024`,
    name: fields.name,
    edition: "2024",
    entries: byParent.get(pk) ?? [],
  }));
}
