import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { PictureField } from "@/components/ui/PictureField.tsx";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { openPictureEditor, type PictureEditor } from "@/lib/client/pictures/picture_editor.ts";
import type { Portrait as Shown } from "@/lib/combat/state.ts";

export interface PictureFormProps {
  /** The form's hidden field. */
  name: string;
  /** Whose picture it is. */
  of: string;
  picture: Shown | null;
}

/** A picture as a field of a plain form. Without scripts the form keeps the one that it has. */
export default function PictureForm({ name, of, picture }: PictureFormProps) {
  const text = useSignal(picture === null ? "" : JSON.stringify(picture));
  const editor = useSignal<PictureEditor | null>(null);
  useEffect(() => {
    editor.value = openPictureEditor(picture, (chosen) => {
      text.value = chosen === null ? "" : JSON.stringify(chosen);
    });
  }, []);
  return (
    <div>
      <input type="hidden" name={name} value={text.value} />
      {editor.value === null
        ? <Portrait portrait={picture} size="card" />
        : <PictureField editor={editor.value} of={of} />}
    </div>
  );
}
