import { Head } from "fresh/runtime";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

/** What is kept of visitors, for how long, and who sees it. */
export default define.page(({ state }) => (
  <SitePage path="/privacy" theme={state.theme}>
    <Head>
      <title>Privacy · Encounter Tracker</title>
    </Head>
    <div class="wrap text-page">
      <h1>Privacy</h1>
      <p>
        There is no advertising here, no tracking, and nothing on these pages comes from another
        site.
      </p>
      <h2>What is kept, and for how long</h2>
      <ul>
        <li>
          <strong>Without an account.</strong>{" "}
          A cookie says which fights, creatures and parties are yours. Who has not come for 400 days
          loses them: everything of theirs is then removed for good, within about a month.
        </li>
        <li>
          <strong>A link that opens your fights elsewhere,</strong>{" "}
          if you make one: a hash that cannot be turned back, when you made it and when it was
          opened last. It goes when you revoke it, and with your fights.
        </li>
        <li>
          <strong>In your browser.</strong>{" "}
          The eight fights that were open last, as they were then, to be shown without a connection,
          and what you did that could not be sent yet. Signing out, or removing this site's data in
          the browser, removes them.
        </li>
        <li>
          <strong>With an account.</strong>{" "}
          Your address and your settings, and what you make, until you delete it. Passwords are kept
          as hashes that cannot be turned back.
        </li>
        <li>
          <strong>Deleted fights.</strong>{" "}
          They can be restored for 30 days and are then removed for good.
        </li>
        <li>
          <strong>Backups.</strong>{" "}
          They hold what was there when they were taken, until they are replaced by newer ones.
        </li>
        <li>
          <strong>Your network address.</strong>{" "}
          It is used to limit abuse and is not kept with what you make. Of networks that save very
          much in a day a hash is kept until the day after.
        </li>
      </ul>
      <h2>Who sees it</h2>
      <p>
        A fight is seen by its Dungeon Master, and the half for players by whoever has its code,
        until seven days after its end. Whoever operates this site can read its data to keep it
        running.
      </p>
      <h2>Cookies</h2>
      <p>
        All of them are needed for what you asked for: to know your fights, your seats at tables,
        your sign-in, and whether you want the page light or dark.
      </p>
    </div>
  </SitePage>
));
