import type { JSX } from "preact";
import { Icon } from "@/components/ui/Icon.tsx";
import { Portrait } from "@/components/ui/Portrait.tsx";
import type { PictureEditor } from "@/lib/client/pictures/picture_editor.ts";

function firstPicture(data: DataTransfer | null): File | undefined {
  return [...data?.files ?? []].find(({ type }) => type.startsWith("image/"));
}

/** Where in the picture somebody pointed, in percent. */
function pointedAt(event: JSX.TargetedMouseEvent<HTMLButtonElement>) {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return [(event.clientX - left) / width * 100, (event.clientY - top) / height * 100] as const;
}

function Sending({ editor, progress }: { editor: PictureEditor; progress: number }) {
  return (
    <div class="picture-words">
      <label>
        {progress < 1 ? "Sending the picture" : "Looking at the picture"}
        <progress max={1} {...progress < 1 ? { value: progress } : {}} />
      </label>
      <button type="button" class="btn" onClick={() => editor.cancel()}>Cancel</button>
    </div>
  );
}

/** Choosing a picture: from the files, the camera, by dropping or by pasting it. */
export function PictureField({ editor, of }: {
  editor: PictureEditor;
  /** Whose picture it is. */
  of: string;
}) {
  const { picture, progress, problem } = editor.state.value;
  const take = (file: File | undefined) => {
    if (file !== undefined) void editor.send(file);
  };
  return (
    <div
      class="picture-field"
      onPaste={(event) => take(firstPicture(event.clipboardData))}
      onDragOver={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector(".picture-drop")?.setAttribute("data-over", "");
      }}
      onDragLeave={(event) =>
        event.currentTarget.querySelector(".picture-drop")?.removeAttribute("data-over")}
      onDrop={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector(".picture-drop")?.removeAttribute("data-over");
        take(firstPicture(event.dataTransfer));
      }}
    >
      <div class="picture-drop">
        {picture === null
          ? (
            <span class="picture-empty">
              <Icon name="add" />
            </span>
          )
          : (
            <button
              type="button"
              class="picture-focus"
              aria-label="Choose the point that stays in view"
              onClick={(event) => editor.focusOn(...pointedAt(event))}
            >
              <Portrait portrait={picture} size="card" />
            </button>
          )}
        {progress !== null
          ? <Sending editor={editor} progress={progress} />
          : (
            <div class="picture-words">
              <label>
                <input
                  type="file"
                  accept="image/*"
                  aria-label={`Picture of ${of}`}
                  onChange={({ currentTarget }) => {
                    take(currentTarget.files?.[0]);
                    currentTarget.value = "";
                  }}
                />
                <span class="btn">{picture === null ? "Choose a picture" : "Choose another"}</span>
              </label>
              <span class="label">Or drop or paste one here. PNG, JPEG, WebP, GIF.</span>
            </div>
          )}
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      {picture !== null && (
        <>
          <label class="field">
            <span class="label">What it shows, for who cannot see it</span>
            <input
              class="input"
              type="text"
              maxLength={200}
              value={picture.alt}
              onChange={({ currentTarget }) => editor.describe(currentTarget.value)}
            />
          </label>
          <button type="button" class="btn" data-kind="bare" onClick={() => editor.remove()}>
            Remove the picture
          </button>
        </>
      )}
    </div>
  );
}
