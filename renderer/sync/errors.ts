/**
 * `unreachable`: no answer at all. `not_hub`: something answered that is no Pendamping hub. `cancelled`: the user stopped.
 * Everything else is the hub's own stable code (core/wire).
 */
export class HubError extends Error {
  readonly code: string;
  readonly status: number;
  /** With `device_revoked`: the hub's signature. */
  readonly proof: string | undefined;
  constructor(code: string, status = 0, proof?: string) {
    super(code);
    this.code = code;
    this.status = status;
    this.proof = proof;
  }
}
