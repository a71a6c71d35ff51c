import type { ComponentChildren } from "preact";
import { momentText } from "@/components/account/SessionList.tsx";
import { PasswordField } from "@/components/account/SignInForms.tsx";

/** A passkey as the page lists it. */
export interface PasskeyLine {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly synced: boolean;
}

export interface SecuritySectionsProps {
  readonly hasPassword: boolean;
  readonly passkeys: readonly PasskeyLine[];
  readonly codes: { readonly on: boolean; readonly left: number; readonly available: boolean };
  readonly errors: Readonly<Record<string, string>>;
  /** The button that adds a passkey. */
  readonly children: ComponentChildren;
}

/** Password, passkeys and codes of an account. */
export function SecuritySections(props: SecuritySectionsProps) {
  return (
    <div class="columns">
      <section class="page-section" aria-labelledby="password-t">
        <h2 id="password-t">Password</h2>
        {props.hasPassword ? <ChangePassword errors={props.errors} /> : (
          <p>
            This account has no password.{" "}
            <a href="/forgotten-password">A letter lets you set one.</a>
          </p>
        )}
      </section>
      <section class="page-section" aria-labelledby="passkeys-t">
        <h2 id="passkeys-t">Passkeys</h2>
        <p class="muted">
          Sign in with the lock of your device: a finger, a face, a PIN. Nothing to remember, and
          nothing that a false page could catch.
        </p>
        <PasskeyList passkeys={props.passkeys} />
        {props.children}
      </section>
      <section class="page-section" aria-labelledby="codes-t">
        <h2 id="codes-t">Codes of an app</h2>
        <Codes {...props.codes} />
      </section>
    </div>
  );
}

function ChangePassword({ errors }: Pick<SecuritySectionsProps, "errors">) {
  return (
    <form class="account-form" method="post" action="/account/security">
      <PasswordField errors={errors} label="Password now" />
      <PasswordField errors={errors} name="next" label="New password" isNew />
      <button class="btn" type="submit" name="do" value="password">Change the password</button>
      <p class="muted">Every other device is signed out.</p>
    </form>
  );
}

function PasskeyList({ passkeys }: Pick<SecuritySectionsProps, "passkeys">) {
  if (passkeys.length === 0) return null;
  return (
    <ul class="passkey-list">
      {passkeys.map((passkey) => (
        <li key={passkey.id}>
          <div>
            <b>{passkey.name}</b>
            <span class="label">
              {passkey.synced ? "On several devices. " : ""}
              Added {momentText(passkey.createdAt)}
              {passkey.lastUsedAt === null ? "" : `, last used ${momentText(passkey.lastUsedAt)}`}
            </span>
          </div>
          <span class="push" />
          <form method="post" action="/account/security">
            <input type="hidden" name="id" value={passkey.id} />
            <button class="btn" type="submit" name="do" value="remove-passkey">Remove</button>
          </form>
        </li>
      ))}
    </ul>
  );
}

function Codes({ on, left, available }: SecuritySectionsProps["codes"]) {
  if (!available) {
    return <p class="muted">Codes need ENCRYPTION_KEYS. Ask whoever runs this site.</p>;
  }
  if (!on) {
    return (
      <>
        <p class="muted">
          After the password, the site asks for a code that an authenticator app shows.
        </p>
        <a class="btn" href="/account/codes">Set up codes</a>
      </>
    );
  }
  return (
    <>
      <p>
        Codes are on. {left} recovery {left === 1 ? "code is" : "codes are"} left.
      </p>
      <div class="flow">
        <form method="post" action="/account/codes">
          <button class="btn" type="submit" name="do" value="recovery">New recovery codes</button>
        </form>
        <form method="post" action="/account/security">
          <button class="btn" type="submit" name="do" value="end-codes">Turn codes off</button>
        </form>
      </div>
    </>
  );
}
