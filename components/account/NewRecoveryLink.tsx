import type { ComponentChildren } from "preact";
import { QrCode } from "@/components/ui/QrCode.tsx";

/** A recovery link in the one moment in which it is shown. `copy` copies the field. */
export function NewRecoveryLink({ link, copy }: {
  readonly link: string;
  readonly copy: ComponentChildren;
}) {
  return (
    <>
      <p>
        Point the camera of another device at the picture, or keep the link where you find it
        without this browser. It is shown only now.
      </p>
      <QrCode text={link} label="QR code of the link that opens your fights" />
      <div class="field">
        <label for="recovery-link">Your link</label>
        <textarea class="input" id="recovery-link" rows={3} readOnly>{link}</textarea>
        {copy}
      </div>
      <p class="muted">
        Whoever has it can open and change your fights. Give it to nobody you would not let sit in
        your chair; players have a code of their own.
      </p>
      <a class="btn" data-kind="turn" href="/recovery">I have kept it</a>
    </>
  );
}
