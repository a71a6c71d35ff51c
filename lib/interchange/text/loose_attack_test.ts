/** Attack lines as home-made creatures and the books of eight languages write them. */
import assert from "node:assert/strict";
import { buildAction } from "@/lib/interchange/build_action.ts";

type Row = readonly [line: string, toHit: number, where: string, damages: string];

/** `where`: m5 is a melee reach of 5 ft, r80/320 a range. */
const LINES: readonly Row[] = [
  ["+5 to hit reach 5 ft. one target. Hit: 7 (1d8+3) slashing damage.", 5, "m5", "1d8+3 slashing"],
  [
    "Melee Weapon Attack: +4 to hit, 10 ft., one target, 9 (2d6+2) slashing",
    4,
    "m10",
    "2d6+2 slashing",
  ],
  ["+6 to hit, reach 10 ft., one target. 9 (2d6 + 2) piercing damage.", 6, "m10", "2d6+2 piercing"],
  [
    "Melee Weapon Attack. +5 to hit, reach 5 ft., one target. Hit: 5 (1d4+3) piercing damage.",
    5,
    "m5",
    "1d4+3 piercing",
  ],
  [
    "Melee Weapon Attack. +5, reach 5 ft. Hit: 5 (1d4+3) piercing damage.",
    5,
    "m5",
    "1d4+3 piercing",
  ],
  [
    "Melee Weapon Attack:+ 5 to hit, reach 5 ft., one target. Hit: 5 (1d4 + 3) fire damage.",
    5,
    "m5",
    "1d4+3 fire",
  ],
  [
    "Ranged Weapon Attack: +4 to hit, range 80 ft./320 ft., one target. Hit: 5 (1d6 + 2) piercing damage.",
    4,
    "r80/320",
    "1d6+2 piercing",
  ],
  [
    "Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit 6 (1d6 + 3) piercing damage.",
    5,
    "m5",
    "1d6+3 piercing",
  ],
  ["Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit 6 (1d6 + 3)", 5, "m5", "1d6+3 "],
  [
    "*Melee Weapon Attack:* +5 to hit, reach 5 ft., one target. *Hit:* 6 (1d6 + 3) piercing damage.",
    5,
    "m5",
    "1d6+3 piercing",
  ],
  [
    "Melee Attack: +7, reach 5 ft. Hit: 2d6+4 slashing plus 1d6 fire.",
    7,
    "m5",
    "2d6+4 slashing, 1d6 fire",
  ],
  ["Attack: +3 vs AC, 1d6+1 bludgeoning damage", 3, "-", "1d6+1 bludgeoning"],
  [
    "Ranged Spell Attack: +8 to hit, range 120 feet, one target. Hit: 3d10 fire damage.",
    8,
    "r120",
    "3d10 fire",
  ],
  [
    "Melee or Ranged Weapon Attack: +5 to hit, reach 5 ft or range 20/60 ft., one target. Hit: 1 piercing damage.",
    5,
    "m5 r20/60",
    "1 piercing",
  ],
  ["to hit: +5, reach 2 squares. Hit: 6 (1d6+3) acid damage.", 5, "m10", "1d6+3 acid"],
  [
    "Melee Weapon Attack: +5 to hit (with advantage), reach 5ft, one creature. Hit: slashing damage 7 (1d8+3).",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "It leaps. Melee Weapon Attack: +5 to hit; reach 5 ft.; one target; Hit: 6 (1d6+3) cold damage.",
    5,
    "m5",
    "1d6+3 cold",
  ],
  [
    "Melee Weapon Attack: -1 to hit, reach 0 ft., one target; 1 piercing damage.",
    -1,
    "m0",
    "1 piercing",
  ],
  [
    "Melee Weapon Attack: 5 to hit, reach 5 ft., one target. Hit: 6 (d6+3) piercing damage.",
    5,
    "m5",
    "1d6+3 piercing",
  ],
  [
    "Ataque de arma cuerpo a cuerpo: +5 a impactar, alcance 5 pies, un objetivo. Impacto: 7 (1d8 + 3) de daño cortante.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Ataque de arma a distancia: +4 para impactar, alcance 80/320 pies, un objetivo. Impacto: 5 (1d6+2) puntos de daño perforante más 3 (1d6) de daño por veneno.",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 poison",
  ],
  [
    "Ataque de arma cuerpo a cuerpo: +4 al golpe, alcance 1,5 m, un objetivo. Acierto: 5 (1d6+2) de daño contundente.",
    4,
    "m5",
    "1d6+2 bludgeoning",
  ],
  [
    "Nahkampfwaffenangriff: +5 auf Treffer, Reichweite 1,5 m, ein Ziel. Treffer: 7 (1W8 + 3) Hiebschaden.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Fernkampfwaffenangriff: +4 auf Treffer, Reichweite 24/96 m, ein Ziel. Treffer: 5 (1W6 + 2) Stichschaden plus 7 (2W6) Giftschaden.",
    4,
    "r80/320",
    "1d6+2 piercing, 2d6 poison",
  ],
  [
    "Attaque d'arme au corps à corps : +5 pour toucher, allonge 1,50 m, une cible. Touché : 7 (1d8 + 3) dégâts tranchants.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Attaque à distance avec une arme : +4 au toucher, portée 24/96 m, une cible. Touché : 5 (1d6 + 2) dégâts perforants et 3 (1d6) dégâts de feu.",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 fire",
  ],
  [
    "Attacco con arma da mischia: +5 per colpire, portata 1,5 m, un bersaglio. Colpito: 7 (1d8 + 3) danni taglienti.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Attacco con arma a distanza: +4 al tiro per colpire, gittata 24/96 m, un bersaglio. Colpisce: 5 (1d6 + 2) danni perforanti più 3 (1d6) danni da veleno.",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 poison",
  ],
  [
    "Ataque Corpo a Corpo com Arma: +5 para atingir, alcance 1,5 m, um alvo. Acerto: 7 (1d8 + 3) de dano cortante.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Ataque à Distância com Arma: +4 para acertar, alcance 24/96 m, um alvo. Acerto: 5 (1d6 + 2) pontos de dano perfurante mais 3 (1d6) de dano de fogo.",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 fire",
  ],
  [
    "Рукопашная атака оружием: +5 к попаданию, досягаемость 5 фт., одна цель. Попадание: 7 (1к8 + 3) рубящего урона.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Дальнобойная атака оружием: +4 к попаданию, дистанция 80/320 футов, одна цель. Попадание: колющий урон 5 (1к6 + 2) плюс урон ядом 3 (1к6).",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 poison",
  ],
  [
    "Atak bronią białą: +5 do trafienia, zasięg 1,5 m, jeden cel. Trafienie: 7 (1k8 + 3) obrażeń ciętych.",
    5,
    "m5",
    "1d8+3 slashing",
  ],
  [
    "Atak bronią dystansową: +4 do trafienia, zasięg 24/96 m, jeden cel. Trafienie: 5 (1k6 + 2) obrażeń kłutych plus 3 (1k6) obrażeń od ognia.",
    4,
    "r80/320",
    "1d6+2 piercing, 1d6 fire",
  ],
];

for (const [line, toHit, where, damages] of LINES) {
  Deno.test(`attack line: ${line}`, () => {
    const action = buildAction({ section: "action", name: "Strike", text: line }, new Set());
    const reach = action.melee && action.reach !== undefined ? `m${action.reach}` : "";
    const far = action.range ? `r${action.range.normal}` : "";
    const long = action.range?.long ? `/${action.range.long}` : "";
    assert.deepEqual(
      [
        action.kind,
        action.toHit,
        [reach, far + long].filter(Boolean).join(" ") || "-",
        (action.damages ?? []).map((d) => `${d.dice} ${d.type ?? ""}`).join(", "),
      ],
      ["attack", toHit, where, damages],
    );
  });
}

for (
  const words of [
    "It casts a spell (spell save DC 13, +5 to hit with spell attacks).",
    "Each ally gains +2 to hit until the end of its next turn.",
    "Melee Weapon Attack: +3 plus PB to hit, reach 5 ft., one target. Hit: 1d6 + PB piercing damage.",
    "The captain has advantage on attack rolls for 10 minutes.",
    "The next attack roll against the target has a +2 bonus.",
  ]
) {
  Deno.test(`no attack of its own: ${words}`, () => {
    const action = buildAction({ section: "action", name: "Order", text: words }, new Set());
    assert.equal(action.toHit, undefined);
  });
}

Deno.test("sentences before an attack line stay in its words", () => {
  const text =
    "It leaps 10 ft. Melee Weapon Attack. +5, reach 5 ft. Hit: 3 (1d6) fire damage. It burns.";
  const action = buildAction({ section: "action", name: "Leap", text }, new Set());
  assert.deepEqual([action.toHit, action.text], [5, "It leaps 10 ft. It burns."]);
});
