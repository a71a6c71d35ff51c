/** What a fight may hold, so that no command can make it unusable. Far above what a table plays. */
export const LIMITS = {
  combatants: 500,
  groups: 250,
  blocks: 500,
  /** Combatants, targets or ids in one command. */
  perCommand: 1000,
  effectsEach: 60,
  prompts: 500,
  areas: 20,
  seats: 60,
  /** Seats of one device: a phone may be handed on. */
  seatsPerDevice: 2,
  /** Devices that may not sit down again; beyond it the one put out first may. */
  barredDevices: 60,
  proposals: 200,
  /** Of one seat, waiting for the DM. */
  proposalsPerSeat: 12,
  damageParts: 20,
  /** Largest amount of damage, healing or hit points. */
  amount: 1_000_000,
  initiative: 1000,
  rounds: 100_000,
  dc: 100,
  name: 80,
  label: 24,
  reminder: 200,
  reason: 300,
  notes: 20_000,
  /** What a picture shows, in words. */
  alt: 200,
  id: 80,
  diceText: 80,
  dice: 400,
  sides: 1000,
} as const;
