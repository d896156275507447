/**
 * Thrown by an adapter for a body that is not what the provider documents, so that it cannot even be named as an event.
 * The message says where it departs, never what stood there: bodies hold personal data and errors are logged.
 */
export class Unreadable extends Error {
  override name = 'Unreadable';
}
