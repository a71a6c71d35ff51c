import { Icon } from "@/components/ui/Icon.tsx";

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  /** What is wrong with it and what to write instead. */
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly inputMode?: "numeric" | "text";
  readonly rows?: number;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly wide?: boolean;
  readonly type?: "text" | "email" | "password";
  /** What browsers and password managers fill in; nothing without it. */
  readonly autocomplete?: string;
  readonly maxLength?: number;
}

/** A labelled field with its error below. */
export function Field(props: FieldProps) {
  const { name, label, value = "", error, hint, rows } = props;
  const id = `f-${name}`;
  const about = [hint === undefined ? "" : `${id}-h`, error === undefined ? "" : `${id}-e`]
    .filter(Boolean).join(" ");
  const common = {
    class: "input",
    id,
    name,
    required: props.required ?? false,
    placeholder: props.placeholder,
    "aria-invalid": error === undefined ? undefined : "true" as const,
    "aria-describedby": about === "" ? undefined : about,
  };
  return (
    <div class="field" data-wide={props.wide ? "" : undefined}>
      <label for={id}>{label}</label>
      {rows === undefined
        ? (
          <input
            {...common}
            value={value}
            type={props.type ?? "text"}
            inputmode={props.type === "email" ? "email" : props.inputMode ?? "text"}
            autocomplete={props.autocomplete ?? "off"}
            maxlength={props.maxLength}
          />
        )
        : <textarea {...common} rows={rows}>{value}</textarea>}
      {hint !== undefined && <span class="label" id={`${id}-h`}>{hint}</span>}
      {error !== undefined && (
        <span class="field-error" id={`${id}-e`}>
          <Icon name="warning" />
          {error}
        </span>
      )}
    </div>
  );
}
