import { Vital } from "@/components/encounter/Vital.tsx";
import type { ComponentChildren } from "preact";
import { DifficultyMeter } from "@/components/builder/DifficultyMeter.tsx";
import type { Recap } from "@/lib/contracts/recap.ts";
import { DamageChart, seconds, TimeChart } from "./RecapChart.tsx";

const figure = (value: number) => value.toLocaleString("en");

function Totals({ recap }: { recap: Recap }) {
  const share = recap.sharers > 0
    ? `shared by ${recap.sharers}, in both editions`
    : "no characters to share it";
  return (
    <div class="vitals recap-totals">
      <Vital name="XP for each" note={share}>
        {figure(recap.sharers > 0 ? recap.xpShare : recap.xp)}
      </Vital>
      <Vital name="XP in all" note={recap.defeated === "" ? "nobody defeated" : "foes defeated"}>
        {figure(recap.xp)}
      </Vital>
      <Vital name="Rounds" note={`${seconds(recap.averageTurn)} a turn`}>{recap.rounds}</Vital>
      <Vital name="Time" note="minutes and seconds">{seconds(recap.duration)}</Vital>
    </div>
  );
}

function Carry({ recap }: { recap: Recap }) {
  if (recap.returning.length === 0) return null;
  return (
    <form class="page-section" method="post">
      <h2>Back to the party</h2>
      <p class="muted">
        {recap.returning.join(", ")}: hit points, spell slots, exhaustion and lasting conditions as
        they are now.
      </p>
      <button type="submit" class="btn" data-kind="turn" name="do" value="carry">
        Keep them so
      </button>
    </form>
  );
}

/** After the fight: XP, damage, times, a text to share. `copy` is the button that copies it. */
export function RecapPage({ recap, copy }: { recap: Recap; copy: ComponentChildren }) {
  const title = recap.status === "ended" ? "The fight is over" : "So far";
  return (
    <div class="wrap">
      <nav aria-label="Path" class="label">
        <a href="/encounters">Fights</a> / {recap.name}
      </nav>
      <div class="page-head">
        <h1>{recap.name}</h1>
        <span class="label">{title}</span>
        <span class="push" />
        <a class="btn" href={`/encounters/${recap.id}`}>Open the fight</a>
      </div>
      <Totals recap={recap} />
      <div class="recap">
        <section class="page-section" aria-labelledby="damage-t">
          <h2 id="damage-t">Damage</h2>
          <DamageChart rows={recap.rows} />
          {recap.defeated !== "" && <p class="muted">Defeated: {recap.defeated}.</p>}
          {recap.treasure !== "" && <p class="muted recap-prose">{recap.treasure}</p>}
        </section>
        <div class="recap-side">
          <Carry recap={recap} />
          <section class="page-section" aria-labelledby="time-t">
            <h2 id="time-t">Time at the table</h2>
            <TimeChart times={recap.times} />
          </section>
          {recap.readings.length > 0 && (
            <section class="page-section" aria-labelledby="hard-t">
              <h2 id="hard-t">How hard it was</h2>
              {recap.readings.map((reading) => (
                <DifficultyMeter key={reading.edition} reading={reading} />
              ))}
            </section>
          )}
          <section class="page-section" aria-labelledby="share-t">
            <h2 id="share-t">To share</h2>
            <label class="sr-only" for="recap-text">The recap as text</label>
            <textarea class="input" id="recap-text" rows={7} readOnly>{recap.text}</textarea>
            <div class="flow">
              {copy}
              <a class="btn" href={`/api/v1/encounters/${recap.id}/export?format=markdown`}>
                The whole log
              </a>
            </div>
          </section>
        </div>
      </div>
    </div>
  );
}
