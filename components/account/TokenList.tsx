import type { ComponentChildren } from "preact";
import { momentText } from "@/components/account/SessionList.tsx";
import { Field } from "@/components/ui/Field.tsx";
import type { TokenInfo } from "@/lib/auth/api_tokens.ts";
import type { Scope } from "@/lib/auth/policy.ts";

/** What each scope opens. */
const SCOPE_TEXT: Readonly<Record<Scope, string>> = {
  "encounters:read": "read fights, their logs and streams",
  "encounters:write": "make, run, share and delete fights",
  "creatures:read": "read your own creatures",
};
const SCOPES = ["encounters:read", "encounters:write", "creatures:read"] as const;

/** The account's tokens, each with a way to end it. */
export function TokenList({ tokens, now }: {
  readonly tokens: readonly TokenInfo[];
  readonly now: number;
}) {
  return (
    <ul class="session-list">
      {tokens.map(({ id, name, scopes, createdAt, expiresAt, lastUsedAt }) => (
        <li key={id}>
          <div>
            <b>{name}</b>
            <span class="label">
              {scopes.join(", ")}. Made {momentText(createdAt)},{" "}
              {lastUsedAt === null ? "never used" : `last used ${momentText(lastUsedAt)}`}.{" "}
              {expiresAt === null
                ? "Works until you revoke it."
                : `${expiresAt > now ? "Works until" : "Ended"} ${momentText(expiresAt)}.`}
            </span>
          </div>
          <span class="push" />
          <form method="post" action="/account/tokens">
            <input type="hidden" name="id" value={id} />
            <button
              class="btn"
              type="submit"
              name="do"
              value="revoke"
              aria-label={`Revoke ${name}`}
            >
              Revoke
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}

/** A token that was made just now. */
export function NewToken({ token, copy }: {
  readonly token: string;
  readonly copy: ComponentChildren;
}) {
  return (
    <div class="status-message" role="status">
      <label for="new-token">Keep this token where you keep secrets. It is shown only now.</label>
      <textarea class="input" id="new-token" rows={3} readOnly>{token}</textarea>
      {copy}
    </div>
  );
}

export function TokenForm({ errors }: { readonly errors: Readonly<Record<string, string>> }) {
  return (
    <form class="account-form" method="post" action="/account/tokens">
      <Field name="name" label="What it is for" error={errors["name"]} required maxLength={80} />
      <fieldset class="token-scopes">
        <legend>It may</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              name={scope}
              value="on"
              checked={scope.endsWith("read")}
            />{" "}
            {SCOPE_TEXT[scope]}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="t-days">It works for</label>
        <select class="input" id="t-days" name="days">
          <option value="30">30 days</option>
          <option value="90" selected>90 days</option>
          <option value="365">a year</option>
          <option value="">as long as I leave it</option>
        </select>
      </div>
      <button class="btn" data-kind="turn" type="submit" name="do" value="make">
        Make a token
      </button>
    </form>
  );
}
