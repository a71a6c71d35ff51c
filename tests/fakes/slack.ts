import { z } from "zod";
import { type Receiver, startReceiver } from "./receiver.ts";

const Text = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(3_000),
    emoji: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(3_000),
    verbatim: z.boolean().optional(),
  }),
]);

const Block = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("header"),
    text: z.strictObject({
      type: z.literal("plain_text"),
      text: z.string().min(1).max(150),
      emoji: z.boolean().optional(),
    }),
  }),
  z.strictObject({ type: z.literal("section"), text: Text }),
]);

const Message = z.object({
  text: z.string().max(40_000).optional(),
  blocks: z.array(Block).min(1).max(50).optional(),
});

/** The path that the stand-in gives out as its secret webhook address. */
export const SLACK_PATH = "/services/T0AAAAAAA/B0AAAAAAA/standinstandinstandin000";

/** Slack's incoming webhook: answers `ok`, and refuses what Slack refuses, in Slack's words. */
export function startSlack(): Receiver {
  return startReceiver((post) => {
    if (post.path !== SLACK_PATH) return { status: 404, body: "no_service" };
    let json: unknown;
    try {
      json = JSON.parse(post.body);
    } catch {
      return { status: 400, body: "invalid_payload" };
    }
    const message = Message.safeParse(json);
    if (!message.success) {
      const inBlocks = message.error.issues.some((issue) => issue.path[0] === "blocks");
      return { status: 400, body: inBlocks ? "invalid_blocks" : "invalid_payload" };
    }
    if (!message.data.text && !message.data.blocks) return { status: 400, body: "no_text" };
    return undefined;
  }, () => new Response("ok"));
}
