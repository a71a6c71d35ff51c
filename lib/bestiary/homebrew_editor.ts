/** The pages where a visitor makes and changes creatures. */
import type { FormFields } from "@/lib/contracts/form_reader.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import { crValue } from "@/lib/creatures/challenge_rating.ts";
import type { Creatures, OwnerOrNobody } from "./creatures.ts";
import { creatureFields, NEW_CREATURE, readCreature } from "./homebrew_form.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { scaleHp, withCr } from "@/lib/creatures/variants.ts";

/** A form, ready to be shown. */
export interface CreatureForm {
  readonly title: string;
  readonly fields: FormFields;
}

/** What a form came to: kept under a slug, or shown again with other figures. */
export type Worked =
  | { readonly kind: "kept"; readonly slug: string; readonly say: string }
  | { readonly kind: "shown"; readonly fields: FormFields; readonly say: string };

const GONE = refuse("NOT_FOUND", "No creature has that name. Search for it in the bestiary.");

export class HomebrewEditor {
  constructor(private readonly creatures: Creatures) {}

  /** An empty form, or one with the figures of another creature to start from. */
  async blank(owner: OwnerOrNobody, from: string | null): Promise<Result<CreatureForm>> {
    if (from === null) {
      return { ok: true, value: { title: "A new creature", fields: NEW_CREATURE } };
    }
    const block = await this.creatures.block(owner, from);
    if (block === undefined) return GONE;
    const fields = { ...creatureFields(block), name: `${block.name.slice(0, 70)} (mine)` };
    return { ok: true, value: { title: `From ${block.name}`, fields } };
  }

  /** The form of the visitor's own creature. */
  async own(
    owner: OwnerOrNobody,
    slug: string,
  ): Promise<Result<CreatureForm & { version: number }>> {
    const found = await this.creatures.homebrew.open(owner, slug);
    if (found === undefined) return GONE;
    const { block, version } = found;
    return { ok: true, value: { title: block.name, fields: creatureFields(block), version } };
  }

  /** One press on the form of a new creature: keep it, or change its figures first. */
  async make(owner: string, from: string | null, fields: FormFields): Promise<Result<Worked>> {
    const base = from === null ? undefined : await this.creatures.block(owner, from);
    const read = readCreature(fields, base);
    if (!read.ok) return read;
    const turned = turn(read.value, fields);
    if (turned !== undefined) return turned;
    const kept = await this.creatures.homebrew.create(owner, read.value);
    if (!kept.ok) return kept;
    const { slug, name } = kept.value;
    return { ok: true, value: { kind: "kept", slug, say: `${name} kept.` } };
  }

  /** The same on the form of a creature that is there; `version` is the one that was seen. */
  async change(
    owner: string,
    slug: string,
    fields: FormFields,
  ): Promise<Result<Worked>> {
    const found = await this.creatures.homebrew.open(owner, slug);
    if (found === undefined) return GONE;
    const read = readCreature(fields, found.block);
    if (!read.ok) return read;
    const turned = turn(read.value, fields);
    if (turned !== undefined) return turned;
    const seen = Number(fields["version"]) || found.version;
    const kept = await this.creatures.homebrew.change(owner, read.value, seen);
    if (!kept.ok) return kept;
    return { ok: true, value: { kind: "kept", slug, say: `${kept.value.name} kept.` } };
  }
}

/** Scaling and re-rating change the form and keep nothing yet; undefined for any other press. */
function turn(block: StatBlock, fields: FormFields): Result<Worked> | undefined {
  const shown = (changed: StatBlock, say: string): Result<Worked> => ({
    ok: true,
    value: { kind: "shown", fields: creatureFields(changed), say },
  });
  if (fields["do"] === "scale") {
    const percent = Number(fields["percent"] ?? 100);
    if (!(percent >= 10 && percent <= 1000)) {
      return refuse("INVALID_INPUT", "Write 10 to 1000 per cent.", [
        { path: "percent", message: "Write 10 to 1000." },
      ]);
    }
    const scaled = scaleHp(block, percent / 100);
    return shown(scaled, `${scaled.hp.average} hit points now. Keep it if that is right.`);
  }
  if (fields["do"] !== "rate") return undefined;
  try {
    const rated = withCr(block, crValue(fields["newCr"] ?? ""));
    return shown(
      rated,
      "Attack bonuses, DCs and saves follow the new CR. Keep it if that is right.",
    );
  } catch {
    return refuse("INVALID_INPUT", "Write a CR such as 1/4 or 3.", [
      { path: "newCr", message: "Write a CR such as 1/4 or 3." },
    ]);
  }
}
