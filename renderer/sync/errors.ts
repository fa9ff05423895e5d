/**
 * `unreachable`: no answer at all. `not_hub`: something answered that is no Pendamping hub. `cancelled`: the user stopped.
 * Everything else is the hub's own stable code (core/wire).
 */
export class HubError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status = 0) {
    super(code);
    this.code = code;
    this.status = status;
  }
}
