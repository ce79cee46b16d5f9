// The official TypeScript SDK: `typescript_sdk.cjs ADDRESS (http | sse)…`. CommonJS, because NODE_PATH says where the SDK is.
const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { SSEClientTransport } = require("@modelcontextprotocol/sdk/client/sse.js");
const { StreamableHTTPClientTransport } = require("@modelcontextprotocol/sdk/client/streamableHttp.js");

async function main(address, way) {
  const options = { requestInit: { headers: { Authorization: `Bearer ${process.env.ACCESS_KEY}` } } };
  const transport =
    way === "sse"
      ? new SSEClientTransport(new URL(address + "sse"), options)
      : new StreamableHTTPClientTransport(new URL(address), options);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  const { tools } = await client.listTools();
  const counted = await client.callTool({ name: "letter_counter", arguments: { word: "banana", letter: "a" } });
  const progress = [];
  await client.callTool({ name: "steps", arguments: { n: 3 } }, undefined, {
    onprogress: (told) => progress.push([told.progress, told.total, told.message]),
  });
  const image = (await client.callTool({ name: "square", arguments: { side: 4 } })).content[0];
  const failed = await client.callTool({ name: "fails", arguments: {} });
  if (!failed.isError) throw new Error(JSON.stringify(failed));
  await client.close();
  const found = {
    tools: tools.map((tool) => tool.name),
    result: counted.structuredContent,
    text: counted.content[0].text,
    progress,
    image: [image.mimeType, image.data],
    error: failed.content[0].text,
  };
  console.log(JSON.stringify(found));
}

async function all(address, ...ways) {
  for (const way of ways) await main(address, way);
}

all(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
