import { CreatureForm, type CreatureFormProps } from "./CreatureForm.tsx";

export interface CreatureFormPageProps extends CreatureFormProps {
  readonly title: string;
  /** What the last press did; "" says nothing. */
  readonly say: string;
}

/** The form with its heading and what needs another look. */
export function CreatureFormPage({ title, say, ...form }: CreatureFormPageProps) {
  const wrong = Object.keys(form.errors).length;
  return (
    <div class="wrap">
      <nav aria-label="Path" class="label">
        <a href="/bestiary">Bestiary</a> / {title}
      </nav>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      {wrong > 0 && (
        <p class="field-error" role="alert">
          {wrong === 1 ? "One field needs" : `${wrong} fields need`}{" "}
          another look. Nothing was kept yet.
        </p>
      )}
      {say !== "" && <p class="form-message" role="status">{say}</p>}
      <CreatureForm {...form} />
    </div>
  );
}
