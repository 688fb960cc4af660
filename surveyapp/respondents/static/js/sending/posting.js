// Requests of the script. Their lengths are multiples of STEP, so that byte counts on the network reveal nothing about the
// answers; the server pads its replies.

const STEP = 8192;

/** A body whose encoded length is a multiple of STEP. The server ignores the padding. */
export function padded(body) {
  body.set("padding", "");
  body.set("padding", "0".repeat((STEP - (body.toString().length % STEP)) % STEP));
  return body;
}

/** Post fields; returns the response and its content. Fails like a lost connection after `patience` ms. */
export async function post(address, body, patience = 30000) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience);
  try {
    const response = await fetch(address, {
      method: "POST",
      credentials: "omit",
      headers: { Accept: "application/json" },
      body: padded(body),
      signal: waiting.signal,
    });
    return [response, await response.json()];
  } finally {
    clearTimeout(timer);
  }
}
