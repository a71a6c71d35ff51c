import { Field } from "@/components/ui/Field.tsx";

interface FormProps {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

const PASSWORD_HINT = "12 characters or more. A few words in a row are easy to remember.";

/** The address of an account. */
export function EmailField({ values, errors }: FormProps) {
  return (
    <Field
      name="email"
      label="E-mail"
      type="email"
      autocomplete="username"
      value={values["email"]}
      error={errors["email"]}
      maxLength={254}
      required
    />
  );
}

/** A password that is new, or one that is there. */
export function PasswordField(
  { errors, isNew = false, label = "Password", name = "password" }: {
    readonly errors: FormProps["errors"];
    readonly isNew?: boolean;
    readonly label?: string;
    readonly name?: string;
  },
) {
  return (
    <Field
      name={name}
      label={label}
      type="password"
      autocomplete={isNew ? "new-password" : "current-password"}
      error={errors[name]}
      {...isNew ? { hint: PASSWORD_HINT } : {}}
      required
    />
  );
}

/** E-mail and password of somebody who has an account. */
export function SignInForm({ values, errors, to }: FormProps & { readonly to: string }) {
  return (
    <form method="post" action="/sign-in">
      <EmailField values={values} errors={errors} />
      <PasswordField errors={errors} />
      <input type="hidden" name="to" value={to} />
      <button class="btn" data-kind="turn" type="submit">Sign in</button>
    </form>
  );
}
