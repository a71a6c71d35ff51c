import { z } from "zod";

const WANTED = /^(seasoned|expert|master|guild):(month|year)$/;

/** "expert:month", as the buttons of plans send it. */
export const planChoice = z.string().regex(WANTED, "Choose a plan.").transform((value) => {
  const [tier, interval] = value.split(":");
  return { tier: paidTier.parse(tier), interval: z.enum(["month", "year"]).parse(interval) };
});

const paidTier = z.enum(["seasoned", "expert", "master", "guild"]);
