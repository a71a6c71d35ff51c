import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "@/components/ui/Icon.tsx";
import { addPasskey, canUsePasskeys, signInWithPasskey } from "@/lib/client/account/passkeys.ts";

export type PasskeyButtonProps =
  | { readonly does: "sign-in"; readonly to: string }
  | { readonly does: "add" };

/** Signs in with a passkey, or adds one. Not there where the browser cannot. */
export default function PasskeyButton(props: PasskeyButtonProps) {
  const able = useSignal(false);
  const busy = useSignal(false);
  const wrong = useSignal("");
  const name = useSignal("");
  useEffect(() => {
    able.value = canUsePasskeys();
  }, []);

  async function run(): Promise<void> {
    busy.value = true;
    wrong.value = "";
    const outcome = props.does === "add"
      ? await addPasskey(name.value.trim() || "Passkey")
      : await signInWithPasskey(props.to);
    if (outcome.kind === "done") return location.assign(outcome.to);
    busy.value = false;
    if (outcome.kind === "refused") wrong.value = outcome.message;
  }

  if (!able.value) {
    return <p class="muted">{props.does === "add" ? "This browser has no passkeys." : ""}</p>;
  }
  return (
    <div class="account-form">
      {props.does === "add" && (
        <div class="field">
          <label for="passkey-name">Name of the new passkey</label>
          <input
            class="input"
            id="passkey-name"
            maxlength={80}
            placeholder="Laptop"
            value={name.value}
            onInput={(event) => name.value = event.currentTarget.value}
          />
        </div>
      )}
      <button class="btn" type="button" disabled={busy.value} onClick={run}>
        {props.does === "add" ? "Add a passkey" : "Sign in with a passkey"}
      </button>
      {wrong.value !== "" && (
        <p class="field-error" role="alert">
          <Icon name="warning" />
          {wrong.value}
        </p>
      )}
    </div>
  );
}
