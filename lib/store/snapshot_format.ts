/**
 * Number of the shape and meaning of `EncounterState`. Raise it whenever `evolve` folds the same
 * log into another state, or the state gets another shape: snapshots of other numbers are then
 * passed over and made again from the log.
 */
export const SNAPSHOT_FORMAT = 3;
