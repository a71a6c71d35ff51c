import { Head } from "fresh/runtime";
import { NO_SPELLCHECK } from "@/components/ui/field_attributes.ts";
import { LandingPicture } from "@/components/ui/LandingPicture.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

const PROMISES = [
  {
    title: "One roll, eight targets",
    text:
      "Pick the targets, roll the damage once. Monsters save by themselves, players answer on " +
      "their phones, resistances are counted.",
  },
  {
    title: "Undo anything",
    text:
      "Every hit, turn and effect is in the log, and every line of it can be taken back, also " +
      "after a reload.",
  },
  {
    title: "Hidden stays hidden",
    text: "What you hide never leaves the server. No name, no hit points, no gap in the list.",
  },
  {
    title: "Nothing is lost",
    text: "Wi-Fi gone, tab closed, laptop shut: the fight is where you left it, to the last hit " +
      "point.",
  },
  {
    title: "Hands stay on the keys",
    text: "n is next turn, u is undo, digits pick targets. A question mark shows the rest.",
  },
  {
    title: "Both rule sets",
    text: "2014 or 2024 for each fight, and you can change your mind in the middle of it.",
  },
] as const;

/** One click starts a fight as a guest; the code of a running one leads to its table. */
function Start() {
  return (
    <div>
      <h1>Run the fight, not the tool</h1>
      <p class="hero-lead">
        Initiative, hit points and effects for D&amp;D 5e. Your players follow on their phones and
        see only what you let them see.
      </p>
      <form class="hero-actions" method="post" action="/encounters">
        <button type="submit" class="btn" data-kind="turn" data-size="big">Start a fight</button>
        <span class="muted">Free, no account, nothing to install</span>
      </form>
      <form class="join" method="get" action="/join">
        <div class="field">
          <label for="code">At the table already?</label>
          <input
            class="input"
            id="code"
            name="code"
            placeholder="K4TM9RWX"
            autocomplete="off"
            autocapitalize="characters"
            {...NO_SPELLCHECK}
            maxLength={12}
            required
          />
        </div>
        <button type="submit" class="btn">Join</button>
      </form>
    </div>
  );
}

export default define.page(({ url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Encounter Tracker: run the fight, not the tool</title>
      <meta
        name="description"
        content="Initiative, hit points and effects for D&D 5e, live on your players' phones."
      />
    </Head>
    <section class="hero">
      <Start />
      <LandingPicture />
    </section>
    <section class="landing-features" aria-label="What it does">
      {PROMISES.map(({ title, text }) => (
        <div key={title}>
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
      ))}
    </section>
  </SitePage>
));
