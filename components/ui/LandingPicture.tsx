import { Bar, hurtMark } from "@/components/ui/Bar.tsx";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { SideMark, type SideMarkName } from "@/components/ui/SideMark.tsx";

interface Note {
  readonly icon?: IconName;
  readonly bold?: string;
  readonly text?: string;
  readonly tone?: "harm";
}

interface Figure {
  readonly initiative: number;
  readonly side: SideMarkName;
  readonly name: string;
  readonly ac?: number;
  readonly hp?: { readonly now: number; readonly max: number; readonly temp?: number };
  readonly state: "acted" | "now" | "next" | "wait";
  readonly hidden?: boolean;
  readonly pips?: readonly ("up" | "hurt" | "down")[];
  readonly notes?: readonly Note[];
}

/** One moment of a fight: the same on the DM's screen and on a player's phone. */
const ORDER: readonly Figure[] = [
  {
    initiative: 23,
    side: "party",
    name: "Kestrel Vane",
    ac: 17,
    hp: { now: 71, max: 88 },
    state: "acted",
  },
  {
    initiative: 20,
    side: "lair",
    name: "Lair action",
    state: "acted",
    notes: [{ text: "Magma eruption used" }],
  },
  {
    initiative: 19,
    side: "party",
    name: "Orsolya Thane",
    ac: 20,
    hp: { now: 83, max: 94, temp: 8 },
    state: "acted",
    notes: [{ icon: "concentration", bold: "Bless", text: "7 rounds" }],
  },
  {
    initiative: 17,
    side: "foe",
    name: "Adult Red Dragon",
    ac: 19,
    hp: { now: 187, max: 256 },
    state: "now",
    notes: [{ icon: "crown", bold: "3 of 3", text: "legendary" }],
  },
  {
    initiative: 15,
    side: "foe",
    name: "Goblins",
    ac: 15,
    hp: { now: 24, max: 42 },
    state: "next",
    pips: ["up", "hurt", "up", "up", "down", "down"],
    notes: [{ text: "4 of 6" }],
  },
  {
    initiative: 14,
    side: "party",
    name: "Bram Oakhollow",
    ac: 19,
    hp: { now: 97, max: 121 },
    state: "wait",
    notes: [{ icon: "shield", bold: "Fire resistance" }],
  },
  {
    initiative: 12,
    side: "foe",
    name: "Cultists",
    ac: 12,
    hp: { now: 27, max: 27 },
    state: "wait",
    hidden: true,
    pips: ["up", "up", "up"],
    notes: [{ text: "3 of 3" }],
  },
  {
    initiative: 8,
    side: "party",
    name: "Wren Halloway",
    ac: 15,
    hp: { now: 31, max: 67 },
    state: "wait",
    notes: [
      { icon: "face", bold: "Frightened", text: "save ends", tone: "harm" },
      { icon: "pin", bold: "Restrained", text: "2 rounds", tone: "harm" },
    ],
  },
];

function Badge({ icon, bold, text, tone }: Note) {
  return (
    <span class="badge" data-tone={tone}>
      {icon && <Icon name={icon} />}
      {bold && <b>{bold}</b>}
      {text}
    </span>
  );
}

function HitPoints({ now, max, temp }: NonNullable<Figure["hp"]>) {
  return (
    <span class="hp" data-hurt={hurtMark(now, max)}>
      <span>
        {temp && <span class="hp-temp">+{temp}</span>}
        {temp && " "}
        <span class="hp-now">{now}</span>
        <span class="hp-max">/{max}</span>
      </span>
      <Bar now={now} max={max} temp={temp} />
    </span>
  );
}

function Pips({ pips }: { readonly pips: NonNullable<Figure["pips"]> }) {
  return (
    <span class="pips">
      {pips.map((state, index) => <span key={index} class="pip" data-s={state} />)}
    </span>
  );
}

const TAGS: Readonly<Partial<Record<Figure["state"], string>>> = { now: "Now", next: "Next" };

function FigureRow({ figure }: { readonly figure: Figure }) {
  const { initiative, side, name, ac, hp, state, hidden, pips, notes = [] } = figure;
  const tag = TAGS[state];
  return (
    <li class="row" data-state={state} data-hidden={hidden}>
      <span class="row-init">{initiative}</span>
      <span class="row-main">
        <span class="row-name">
          <SideMark side={side} />
          <span class="row-title">{name}</span>
        </span>
        {(notes.length > 0 || tag) && (
          <span class="row-notes">
            {tag && <span class="row-tag">{tag}</span>}
            {hidden && <Badge icon="hidden" bold="Hidden" />}
            {pips && <Pips pips={pips} />}
            {notes.map((note) => <Badge key={note.bold ?? note.text} {...note} />)}
          </span>
        )}
      </span>
      <span class="row-ac">{ac}</span>
      {hp ? <HitPoints {...hp} /> : <span />}
    </li>
  );
}

function SeatRow({ name, me, next }: { name: string; me?: boolean; next?: boolean }) {
  const figure = ORDER.find((candidate) => candidate.name === name);
  if (figure === undefined) return null;
  const { side, hp } = figure;
  return (
    <li class="seat-row" data-me={me} data-next={next}>
      <SideMark side={side} />
      <span class="name">
        {name}
        {next && <span class="label">Next</span>}
      </span>
      {side === "party" && hp ? <HitPoints {...hp} /> : <span class="wound">4 standing</span>}
      {me && (
        <span class="row-notes">
          <span class="badge">
            <b>You</b>
          </span>
        </span>
      )}
    </li>
  );
}

function Phone() {
  return (
    <div class="landing-phone">
      <div class="current-turn">
        <div class="heading-line">
          <span class="current-turn-label">Now</span>
          <span class="timer push">0:48</span>
        </div>
        <p class="landing-now">Adult Red Dragon</p>
        <span class="muted">Hurt</span>
      </div>
      <ol>
        <SeatRow name="Goblins" next />
        <SeatRow name="Bram Oakhollow" />
        <SeatRow name="Wren Halloway" me />
        <li class="row-round">Round 4</li>
        <SeatRow name="Kestrel Vane" />
      </ol>
    </div>
  );
}

/** The tracker in round 3, and the same moment on a player's phone: markup, not a bitmap. */
export function LandingPicture() {
  return (
    <div
      class="landing-picture"
      role="img"
      aria-label="The tracker in round 3 on the DM's screen, and the same moment on a player's phone"
    >
      <div class="landing-laptop" aria-hidden="true">
        <div class="initiative-head">
          <span class="name landing-round">Round 3</span>
          <span class="label">turn 4 of 8</span>
          <span class="timer push">0:48</span>
        </div>
        <ol class="initiative-list">
          {ORDER.map((figure) => <FigureRow key={figure.name} figure={figure} />)}
        </ol>
      </div>
      <div aria-hidden="true">
        <Phone />
      </div>
    </div>
  );
}
