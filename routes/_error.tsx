import type { Context } from "fresh";
import { Head } from "fresh/runtime";
import { FailurePage } from "@/components/ui/FailurePage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define, type State } from "@/define.ts";
import { logFailure } from "@/lib/http/catch_errors.ts";
import { wantsJson } from "@/lib/http/context.ts";
import { errorFailure, type Failure, failureHeaders, failureResponse } from "@/lib/http/problem.ts";

interface FailureViewProps {
  readonly failure: Failure;
  readonly path: string;
  readonly state: State;
}

function FailureView({ failure, path, state }: FailureViewProps) {
  return (
    <SitePage path={path} theme={state.theme ?? "system"}>
      <Head>
        <title>{failure.title} · Encounter Tracker</title>
        <meta name="robots" content="noindex" />
      </Head>
      <FailurePage
        status={failure.status}
        title={failure.title}
        detail={failure.detail}
        requestId={state.requestId ?? ""}
      />
    </SitePage>
  );
}

/** The error page with the failure's status, for whatever the outer middleware caught. */
export function renderFailure(ctx: Context<State>, failure: Failure): Promise<Response> {
  const view = <FailureView failure={failure} path={ctx.url.pathname} state={ctx.state} />;
  return ctx.render(view, { status: failure.status, headers: failureHeaders(failure) });
}

/** The same for what the router itself catches. */
export const handler = define.handlers((ctx) => {
  const failure = errorFailure(ctx.error);
  logFailure(ctx, failure, ctx.error);
  if (wantsJson(ctx.req, ctx.url)) return failureResponse(failure, ctx.state.requestId ?? "");
  return { data: failure, status: failure.status, headers: failureHeaders(failure) };
});

export default define.page<typeof handler>(({ data, url, state }) => (
  <FailureView failure={data} path={url.pathname} state={state} />
));
