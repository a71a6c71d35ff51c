// Pictures as people send and see them, in the built app.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import sharp from "sharp";
import type { Command } from "@/lib/combat/commands.ts";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";
import { ADD_OGRE_AND_TWO, PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

const SETUP: readonly Command[] = [
  ADD_OGRE_AND_TWO,
  { type: "SetInitiative", id: "ogre", value: 20 },
  { type: "SetInitiative", id: "lurker", value: 17 },
  { type: "SetInitiative", id: "wren", value: 15 },
  { type: "SetInitiative", id: "bram", value: 5 },
  { type: "StartCombat" },
];
const SHOTS = Deno.env.get("PICTURE_SHOTS");

/** A picture that a person might choose: two colours, so that one sees how it is cut. */
async function ogrePicture(): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <rect width="1200" height="800" fill="#5b6b3a"/>
    <circle cx="600" cy="360" r="250" fill="#8a9a58"/>
    <circle cx="510" cy="310" r="38" fill="#20220f"/><circle cx="690" cy="310" r="38" fill="#20220f"/>
    <path d="M470 470q130 90 260 0" stroke="#20220f" stroke-width="26" fill="none"/></svg>`;
  return new Uint8Array(await sharp(new TextEncoder().encode(svg)).png().toBuffer());
}

Deno.test("a creature's picture: sent by the DM, seen by players who know its name", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page: desk, complaints } = await newPerson(browser);
  desk.setDefaultTimeout(15_000);
  const dm = await PageDm.withEncounter(desk, app.origin, SETUP);
  const code = await dm.share();
  const tracker = trackerPage(desk);
  const png = await ogrePicture();
  const file = (buffer: Uint8Array, name = "ogre.png", mimeType = "image/png") => ({
    name,
    mimeType,
    buffer: Buffer.from(buffer),
  });
  const portraits = (id: string) => desk.locator(`.row[data-id="${id}"] img.portrait`);
  const openField = async (id: string) => {
    await desk.locator(`.row[data-id="${id}"] .row-name`).click();
    await desk.locator(".stat-block-head [data-do=menu]").click();
    await desk.locator("dialog [data-do=picture]").click();
    await desk.locator(".picture-field").waitFor();
  };

  await t.step(
    "is chosen in the row's menu and stands in the order and the stat block",
    async () => {
      await tracker.open(`${app.origin}/encounters/${dm.id}`);
      await openField("ogre");
      await assertAccessible(desk);
      await desk.locator(".picture-field input[type=file]").setInputFiles(file(png));
      await desk.locator(".picture-field img.portrait").waitFor();
      await desk.getByLabel("What it shows").fill("A grinning ogre");
      await desk.keyboard.press("Tab");
      if (SHOTS) await desk.screenshot({ path: `${SHOTS}/dialog.png` });
      await desk.locator("dialog [data-do=close]").click();
      await portraits("ogre").waitFor();
      const box = await portraits("ogre").boundingBox();
      assert.deepEqual([box?.width, box?.height], [24, 24]);
      assert.equal(
        await desk.locator(".stat-block img.portrait").getAttribute("alt"),
        "A grinning ogre",
      );
      const loaded = () =>
        desk.locator(".stat-block img.portrait").evaluate((img) =>
          img instanceof HTMLImageElement && img.complete && img.naturalWidth
        );
      await desk.waitForFunction(() =>
        [...document.querySelectorAll("img.portrait")].every((img) =>
          img instanceof HTMLImageElement && img.complete && img.naturalWidth > 0
        )
      );
      assert.equal(await loaded(), 480);
      if (SHOTS) await desk.screenshot({ path: `${SHOTS}/tracker.png` });
    },
  );

  await t.step("what is no picture is said in the dialog, in one sentence", async () => {
    await openField("bram");
    const svg = new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg"/>`);
    await desk.locator(".picture-field input[type=file]").setInputFiles(file(svg));
    await desk.getByRole("alert").filter({ hasText: "Choose a PNG, JPEG, WebP or GIF" }).waitFor();
    await desk.locator("dialog [data-do=close]").click();
  });

  await t.step("it can be dropped and pasted", async () => {
    await openField("bram");
    for (const way of ["drop", "paste"] as const) {
      await desk.locator(".picture-field").evaluate(async (field, [bytes, kind]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
        const init = { bubbles: true, cancelable: true };
        field.dispatchEvent(
          kind === "drop"
            ? new DragEvent("drop", { ...init, dataTransfer: data })
            : new ClipboardEvent("paste", { ...init, clipboardData: data }),
        );
        await Promise.resolve();
      }, [[...png], way] as const);
      await desk.locator(".picture-field img.portrait").waitFor();
      await desk.getByRole("button", { name: "Remove the picture" }).click();
      await desk.locator(".picture-field .picture-empty").waitFor();
    }
    await desk.locator("dialog [data-do=close]").click();
    assert.equal(await portraits("bram").count(), 0);
  });

  const { page: phone } = await newPerson(browser, SCREENS.phone);
  const { page: wall } = await newPerson(browser);
  const portrait = (await dm.state()).combatants["ogre"]?.portrait;
  assert.ok(portrait);

  await t.step("players see it on the phone and on the table display", async () => {
    await phone.goto(`${app.origin}/play/${code}`);
    await phone.locator("img.portrait").first().waitFor();
    await wall.goto(`${app.origin}/play/${code}?display=table`);
    await wall.locator(".table-now img.portrait").waitFor();
    assert.equal(await sidewaysOverflow(phone), 0);
    assert.equal(
      await wall.locator(".table-now img.portrait").getAttribute("alt"),
      "A grinning ogre",
    );
    if (SHOTS) {
      await phone.screenshot({ path: `${SHOTS}/phone.png` });
      await wall.screenshot({ path: `${SHOTS}/wall.png` });
    }
  });

  await t.step(
    "as secret as its name: nowhere while the name is hidden, or the creature",
    async () => {
      const onPhone = async () => (await phone.content()).includes(portrait.name);
      assert.ok(await onPhone());
      for (
        const [hide, show] of [
          [
            { type: "EditCombatant", id: "ogre", patch: { nameHidden: true } },
            { type: "EditCombatant", id: "ogre", patch: { nameHidden: false } },
          ],
          [
            { type: "SetHidden", ids: ["ogre"], hidden: "until-revealed" },
            { type: "SetHidden", ids: ["ogre"], hidden: false },
          ],
        ] satisfies [Command, Command][]
      ) {
        await dm.does(hide);
        await phone.locator(`img[src*="${portrait.name}"]`).waitFor({ state: "detached" });
        const raw = await phone.evaluate(
          async (path) => (await (await fetch(path)).text()),
          `/play/${code}`,
        );
        assert.ok(!raw.includes(portrait.name), "the page's own text has it");
        await dm.does(show);
        await phone.locator(`img[src*="${portrait.name}"]`).first().waitFor();
      }
    },
  );

  await t.step(
    "opened by itself it is a download without rights; nothing active is served",
    async () => {
      const address = `${app.origin}/pictures/${portrait.name}-medium.webp`;
      const answer = await fetch(address);
      assert.equal(answer.headers.get("content-type"), "image/webp");
      assert.match(answer.headers.get("content-disposition") ?? "", /^attachment/);
      assert.match(answer.headers.get("content-security-policy") ?? "", /sandbox/);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      assert.match(answer.headers.get("cache-control") ?? "", /immutable/);
      await answer.body?.cancel();
      const { page: stranger } = await newPerson(browser);
      const download = stranger.waitForEvent("download");
      await stranger.goto(address).catch(() => {});
      assert.equal((await download).suggestedFilename(), "picture.webp");
      // Bytes that would run somewhere: sent as a picture they are taken in and never come out.
      const html = `<!doctype html><script>document.title="ran"</script>`;
      const status = await desk.evaluate(async ([text]) => {
        const json = { "content-type": "application/json" };
        const asked = await (await fetch("/api/v1/pictures", {
          method: "POST",
          headers: json,
          body: JSON.stringify({ type: "image/png", bytes: text.length }),
        })).json();
        const form = new FormData();
        for (const [key, value] of Object.entries(asked.fields)) form.set(key, String(value));
        form.set("file", new Blob([text], { type: "image/png" }));
        const sent = await fetch(asked.url, { method: "POST", body: form });
        const finish = `/api/v1/pictures/${asked.id}/finish`;
        const done = await fetch(finish, { method: "POST", headers: json, body: "{}" });
        const open = await fetch(`/pictures/${asked.id}-large.webp`);
        return [sent.status, done.status, open.status];
      }, [html] as const);
      assert.deepEqual(status, [204, 415, 404]);
    },
  );
  // The refused ones that were asked for, and what the driver itself put into the page.
  const own = complaints.filter((complaint) => !/\b(415|404)\b|'TrustedScript'/.test(complaint));
  assert.deepEqual(own, []);
});

Deno.test("a character's picture stands in the party, and a form without one keeps none", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page } = await newPerson(browser, SCREENS.phone);
  page.setDefaultTimeout(15_000);
  await page.goto(`${app.origin}/parties`);
  await page.locator("input[name=name]").fill("The Lanterns");
  await page.locator("#party-with").selectOption({ index: 1 });
  await page.locator("form:has(#party-with) button[type=submit]").click();
  await page.locator("th a.name").first().click();
  await page.locator(".picture-field").waitFor();
  await page.locator(".picture-field input[type=file]").setInputFiles({
    name: "wren.png",
    mimeType: "image/png",
    buffer: Buffer.from(await ogrePicture()),
  });
  await page.locator(".picture-field img.portrait").waitFor();
  assert.equal(await sidewaysOverflow(page), 0);
  await assertAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/character.png`, fullPage: true });
  await page.getByRole("button", { name: "Keep the character" }).click();
  await page.locator("th img.portrait").waitFor();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/party.png` });
  assert.equal(await page.locator("th img.portrait").count(), 1);
});
