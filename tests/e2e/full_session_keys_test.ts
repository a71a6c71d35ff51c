import { SCREENS } from "@/tests/help/browser.ts";
import { playEvening } from "@/tests/help/full_session.ts";
import { keyboard } from "@/tests/help/keyboard.ts";

const MINUTE = 60_000;

Deno.test("a whole evening with the keyboard alone", async (t) => {
  await playEvening(t, { screen: SCREENS.laptop, hands: keyboard, offline: MINUTE });
});
