export interface FailurePageProps {
  readonly status: number;
  readonly title: string;
  /** One sentence that says what to do. */
  readonly detail: string;
  readonly requestId: string;
}

/** What a person sees instead of a page: what happened, what to do, and the id to tell us. */
export function FailurePage({ status, title, detail, requestId }: FailurePageProps) {
  return (
    <div class="wrap failure">
      <p class="failure-code num">{status}</p>
      <h1>{title}</h1>
      <p class="muted">{detail}</p>
      <p class="failure-actions">
        <a class="btn" data-kind="turn" href="/">Go to the start</a>
        <a class="btn" href="/encounters">Your fights</a>
      </p>
      <p class="label">
        Request id <code>{requestId}</code>
      </p>
    </div>
  );
}
