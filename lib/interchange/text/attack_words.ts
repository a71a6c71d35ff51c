/**
 * The words that attack lines are made of, in the English, Spanish, German, French, Italian, Portuguese, Russian
 * and Polish books. Sources of patterns, matched without regard to case, each from the start of a word.
 */
import type { DamageType } from "@/lib/combat/vocabulary.ts";

/** Behind the bonus: "+5 to hit". */
export const TO_HIT = [
  "to[ -]?hit|tohit|to attack|vs\\.? ac|versus ac",
  "a impactar|al? golpear|para (?:impactar|golpear)|a(?:l)? (?:ataque|golpe|impacto)|de ataque",
  "auf Treffer|zum Treffen|auf Angriff|Angriffsbonus",
  "pour toucher|au toucher|à l'attaque|au jet d'attaque",
  "(?:al tiro )?per colpire|a colpire",
  "para (?:atingir|acertar)|a(?:o)? (?:acerto|ataque)|de acerto",
  "к попаданию|на попадание|к атаке|к броску атаки",
  "do trafienia|do ataku|na trafienie",
].join("|");

/** Opens an attack line. */
export const ATTACK = "attack|ataque|\\p{L}*angriff|attaque|attacco|атак|бросок|atak";
export const MELEE =
  "melee|cuerpo a cuerpo|nahkampf|(?:au )?corps[ -][àa][ -]corps|(?:da |in )?mischia|corpo[ -]a[ -]corpo|рукопашн|ближн|wręcz|w zwarciu|bia[łl]";
export const RANGED =
  "ranged|a distancia|fernkampf|à distance|a distanza|[àa] distância|дальнобойн|дистанционн|дальн|dystansow";

/** Before a distance; some languages use one word for both, and then the kind of attack decides. */
export const REACH = "reach|allonge|досягаемость";
export const RANGE = "range|distancia|portée|gittata|дистанция|дальность";

/** Opens what a hit does. */
export const HIT =
  "hit|impacto|acierto|golpe|treffer|touché|coup touché|colpito|colpisce|acerto|acertou|попадание|trafienie";

export const FEET =
  "ft|feet|foot|pies?|fu(?:ß|ss)|pieds?|piedi|pés?|футов|футах|фута?|фт|stóp|stopy?|'";
export const METRES =
  "m|mt|mtr|meter|metern|metres?|meters|mètres?|metros?|metri|metro|м|метр(?:а|ов)?|metr(?:y|ów|a)?";
export const SQUARES =
  "sq|squares?|casillas?|felder|feld|cases?|quadretti|quadrados?|клет(?:ка|ки|ок)|pól|pola";

/** Between an amount and its type, or behind the type. */
export const DAMAGE_WORD =
  "damage|dmg|dam|daños?|schadens?|schadenspunkten?|dégâts?|dommages?|danni|danno|danos?|урона?|повреждени[йяе]|obrażeń|obrażenia";
export const FILLER =
  "points?|pts?|of|por|par|durch|la|le|el|puntos?|de|d|punkten?|an|point|punti|di|da|pontos?|ед|единиц[аы]?|очк(?:ов|а)|pkt|punkt(?:ów|y)|od|magical|magic|nonmagical|magische[rn]?|weapon";

/** Starts of the words for each type of damage. */
export const TYPE_STEMS: Readonly<Record<DamageType, string>> = {
  acid: "acid|ácid|säure|acide|кислот|kwas",
  bludgeoning:
    "bludg|bludgeon|contundent|wucht|contondant|da botta|botta|concussão|contusão|esmag|дробящ|obuchow|miażdż",
  cold: "cold|frío|kälte|froid|freddo|frio|gélid|холод|zimn|od zimna",
  fire: "fire|fuego|feuer|feu|fuoco|fogo|ígne|огн|огнен|ogni|od ognia",
  force: "force|fuerza|energie|kraft|forza|força|energétic|силов|moc|siłow",
  lightning:
    "lightning|electric|relámpago|rayo|eléctric|blitz|foudre|fulmin|elétric|relâmpago|электри|молни|elektr|błyskaw",
  necrotic: "necrotic|necrótic|nekrot|nécrotique|necrotic|necrótico|некрот|nekrotyczn",
  piercing: "pierc|perforant|stich|perçant|perforant|perfurant|колющ|kłut|przebij",
  poison: "poison|veneno|gift|veleno|venenos|яд|truciz|truj",
  psychic: "psychic|psíquic|psychisch|psychique|psichic|psiquic|психи|psychiczn",
  radiant: "radiant|gleißend|strahl|radieux|radios|radiante|излуч|świetl|promieni",
  slashing: "slash|cortant|hieb|tranchant|taglient|рубящ|режущ|cięt|tnąc",
  thunder: "thunder|trueno|donner|schall|tonnerre|tuono|trovão|trovejant|звук|гром|grzmot|dźwięk",
};

/** Between two damages of one hit. */
export const PLUS = "plus|and|más|y|und|sowie|et|più|e|mais|плюс|и|plus|oraz|i";
