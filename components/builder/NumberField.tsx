/** A labelled whole number within bounds. */
export function NumberField({ id, label, ...input }: {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="input" id={id} type="number" {...input} />
    </div>
  );
}
