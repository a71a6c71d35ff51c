/** Sends a picture: asks for room, sends the file, has it looked at. */
import { type OwnPicture, type PictureTicket } from "@/lib/contracts/picture.ts";
import {
  MAX_PICTURE_BYTES,
  PICTURE_SIZES,
  PICTURE_TYPES,
  type PictureType,
} from "@/lib/contracts/picture_limits.ts";

export interface UploadHooks {
  /** 0 to 1, while the file is on its way. */
  readonly progress: (share: number) => void;
  readonly signal: AbortSignal;
}

export type Uploaded =
  | { readonly ok: true; readonly picture: OwnPicture }
  /** One sentence for the person; empty when they ended it. */
  | { readonly ok: false; readonly problem: string };

const FAILED = "The picture could not be sent. Check the connection and try again.";

function isSendable(type: string): type is PictureType {
  return PICTURE_TYPES.some((pictureType) => pictureType === type);
}

/**
 * The file as it is where the server takes it, else made smaller here: a phone's camera makes
 * larger files than anybody needs, in formats that only it knows.
 */
async function sendable(file: Blob): Promise<{ blob: Blob; type: PictureType } | undefined> {
  if (isSendable(file.type) && file.size <= MAX_PICTURE_BYTES) {
    return { blob: file, type: file.type };
  }
  try {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, PICTURE_SIZES.large / Math.max(whole.width, whole.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(whole.width * scale)),
      Math.max(1, Math.round(whole.height * scale)),
    );
    canvas.getContext("2d")?.drawImage(whole, 0, 0, canvas.width, canvas.height);
    whole.close();
    return { blob: await canvas.convertToBlob({ type: "image/png" }), type: "image/png" };
  } catch {
    return undefined;
  }
}

async function api<T>(path: string, body: unknown, signal: AbortSignal): Promise<T | string> {
  const answer = await fetch(`/api/v1/pictures${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const value = await answer.json();
  return answer.ok ? value : typeof value.detail === "string" ? value.detail : FAILED;
}

/** By XMLHttpRequest: `fetch` does not say how far a body has come. */
function sendForm(ticket: PictureTicket, file: Blob, hooks: UploadHooks): Promise<boolean> {
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) form.set(name, value);
  form.set("file", file);
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    const cancel = () => request.abort();
    hooks.signal.addEventListener("abort", cancel);
    request.upload.onprogress = ({ loaded, total }) => hooks.progress(loaded / total);
    request.onloadend = () => {
      hooks.signal.removeEventListener("abort", cancel);
      resolve(request.status >= 200 && request.status < 300);
    };
    request.open("POST", ticket.url);
    request.send(form);
  });
}

/** Sends `file` as a picture of the visitor's. Never throws. */
export async function uploadPicture(file: Blob, hooks: UploadHooks): Promise<Uploaded> {
  const { signal } = hooks;
  try {
    const ready = await sendable(file);
    if (ready === undefined) {
      return { ok: false, problem: "Choose a PNG, JPEG, WebP or GIF picture." };
    }
    const asked = { type: ready.type, bytes: ready.blob.size };
    const ticket = await api<PictureTicket>("", asked, signal);
    if (typeof ticket === "string") return { ok: false, problem: ticket };
    if (!await sendForm(ticket, ready.blob, hooks)) {
      return { ok: false, problem: signal.aborted ? "" : FAILED };
    }
    const picture = await api<OwnPicture>(`/${ticket.id}/finish`, {}, signal);
    if (typeof picture === "string") return { ok: false, problem: picture };
    return { ok: true, picture };
  } catch {
    return { ok: false, problem: signal.aborted ? "" : FAILED };
  }
}
