// server.mjs SECONDS: a chat completions endpoint that answers every call after SECONDS with the same critique. Prints its port.
import { createServer } from "node:http";

const latency = Number(process.argv[2]) * 1000;
const critique =
  "Response A answers the question and gives a reason for it; Response B only says what it believes. ".repeat(
    12,
  );
const body = JSON.stringify({
  id: "bench",
  object: "chat.completion",
  model: "bench",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: `${critique}\nFinal verdict: [[A]]` },
    },
  ],
  usage: { prompt_tokens: 400, completion_tokens: 250, total_tokens: 650 },
});
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () =>
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(body), latency),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", 4096, () => console.log(server.address().port));
