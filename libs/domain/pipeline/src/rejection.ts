import { faultText, type Fault, type FaultCode, type RejectionCode } from '@earshot/contracts';

/** Why an event is not taken, in words for the person who mends it. */
export interface Rejection {
  readonly code: RejectionCode;
  /** The English text of the fault. */
  readonly detail: string;
  /** The same for whoever says it in another language. */
  readonly fault: Fault;
  /** JSON pointer into the event; '' for the whole. */
  readonly pointer: string;
}

/** What is wrong with an event, where, and with what values its text names. */
export interface FaultAt {
  readonly fault: FaultCode;
  readonly pointer: string;
  readonly values?: Fault['values'];
}

/** A rejection whose words are those of its fault. */
export function rejectionOf(code: RejectionCode, { fault, pointer, values = {} }: FaultAt): Rejection {
  return { code, detail: faultText(fault, values), fault: { code: fault, values }, pointer };
}
