// Code samples: one request in nine languages.

export interface Request {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: string;
}

export interface Language {
  name: string;
  write: (request: Request) => string;
}

/** double quotes for TypeScript, C#, Python, Java, Go and Rust. */
const double = (text: string) => JSON.stringify(text);
/** single quotes for PHP and Ruby, where double ones would evaluate what is inside. */
const single = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** lines joins the lines that are there. */
const lines = (...all: (string | string[] | false)[]) =>
  all.filter((one) => one !== false).flat().join("\n");

const json = (request: Request) => request.headers.some(([, value]) => value.includes("json"));

export const curl = ({ method, url, headers, body }: Request) =>
  [
    `curl -X ${method} ${shell(url)}`,
    ...headers.map(([name, value]) => `  -H ${shell(`${name}: ${value}`)}`),
    ...(body ? [`  -d ${shell(body)}`] : []),
  ].join(" \\\n");

const typescript = (request: Request) => {
  const { method, url, headers, body } = request;
  const value = json(request) ? `JSON.stringify(${body})` : double(body);
  return lines(
    `const response = await fetch(${double(url)}, {`,
    `  method: ${double(method)},`,
    `  headers: {`,
    headers.map(([name, one]) => `    ${double(name)}: ${double(one)},`),
    `  },`,
    body !== "" && `  body: ${value.replaceAll("\n", "\n  ")},`,
    `});`,
    `console.log(response.status, await response.text());`,
  );
};

const csharp = ({ method, url, headers, body }: Request) => {
  const type = headers.find(([name]) => name === "Content-Type")?.[1] ?? "";
  return lines(
    `using var client = new HttpClient();`,
    `var request = new HttpRequestMessage(new HttpMethod(${double(method)}), ${double(url)});`,
    headers
      .filter(([name]) => name !== "Content-Type")
      .map(
        ([name, value]) =>
          `request.Headers.TryAddWithoutValidation(${double(name)}, ${double(value)});`,
      ),
    body !== "" && [
      `request.Content = new StringContent("""`,
      ...body.split("\n").map((line) => `    ${line}`),
      `    """, System.Text.Encoding.UTF8, ${double(type)});`,
    ],
    `var response = await client.SendAsync(request);`,
    `Console.WriteLine(await response.Content.ReadAsStringAsync());`,
  );
};

/** Only the standard library: what the sample needs is there wherever Python is. */
const python = ({ method, url, headers, body }: Request) =>
  lines(
    `import urllib.request`,
    ``,
    `request = urllib.request.Request(`,
    `    ${double(url)},`,
    `    method=${double(method)},`,
    `    headers={`,
    headers.map(([name, value]) => `        ${double(name)}: ${double(value)},`),
    `    },`,
    body !== "" && `    data=r"""${body}""".encode(),`,
    `)`,
    `with urllib.request.urlopen(request, timeout=10) as response:`,
    `    print(response.status, response.read().decode())`,
  );

const ruby = ({ method, url, headers, body }: Request) =>
  lines(
    `require "net/http"`,
    ``,
    `uri = URI(${single(url)})`,
    `request = Net::HTTP.const_get(${single(method[0] + method.slice(1).toLowerCase())}).new(uri)`,
    headers.map(([name, value]) => `request[${single(name)}] = ${single(value)}`),
    body !== "" && `request.body = ${single(body)}`,
    `response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") do |http|`,
    `  http.request(request)`,
    `end`,
    `puts response.code, response.body`,
  );

/** In JSON a backtick can also be written as an escape, which Go's raw strings need. */
const raw = (body: string) => `\`${body.replaceAll("`", "\\u0060")}\``;

const go = ({ method, url, headers, body }: Request) => {
  const arguments_ = `${double(method)}, ${double(url)}, ${body ? "body" : "nil"}`;
  return lines(
    `package main`,
    ``,
    `import (`,
    `\t"fmt"`,
    `\t"io"`,
    `\t"net/http"`,
    body !== "" && `\t"strings"`,
    `)`,
    ``,
    `func main() {`,
    body !== "" && `\tbody := strings.NewReader(${raw(body)})`,
    `\trequest, err := http.NewRequest(${arguments_})`,
    `\tif err != nil {`,
    `\t\tpanic(err)`,
    `\t}`,
    headers.map(([name, value]) => `\trequest.Header.Set(${double(name)}, ${double(value)})`),
    `\tresponse, err := http.DefaultClient.Do(request)`,
    `\tif err != nil {`,
    `\t\tpanic(err)`,
    `\t}`,
    `\tdefer response.Body.Close()`,
    `\ttext, _ := io.ReadAll(response.Body)`,
    `\tfmt.Println(response.Status, string(text))`,
    `}`,
  );
};

const php = ({ method, url, headers, body }: Request) =>
  lines(
    `<?php`,
    `$request = curl_init(${single(url)});`,
    `curl_setopt_array($request, [`,
    `    CURLOPT_CUSTOMREQUEST => ${single(method)},`,
    `    CURLOPT_RETURNTRANSFER => true,`,
    `    CURLOPT_HTTPHEADER => [`,
    headers.map(([name, value]) => `        ${single(`${name}: ${value}`)},`),
    `    ],`,
    body !== "" && `    CURLOPT_POSTFIELDS => ${single(body)},`,
    `]);`,
    `echo curl_exec($request);`,
  );

const java = ({ method, url, headers, body }: Request) => {
  const publisher = body ? "BodyPublishers.ofString(body)" : "BodyPublishers.noBody()";
  return lines(
    `import java.net.URI;`,
    `import java.net.http.HttpClient;`,
    `import java.net.http.HttpRequest;`,
    `import java.net.http.HttpRequest.BodyPublishers;`,
    `import java.net.http.HttpResponse.BodyHandlers;`,
    ``,
    `class Example {`,
    `  public static void main(String[] arguments) throws Exception {`,
    body !== "" && [
      `    var body = """`,
      // A backslash at the end of the last line joins it with the next one: no line break is sent.
      `${body.replaceAll("\\", "\\\\").replaceAll(/^/gm, "        ")}\\`,
      `        """;`,
    ],
    `    var request = HttpRequest.newBuilder(URI.create(${double(url)}))`,
    `        .method(${double(method)}, ${publisher})`,
    headers.map(([name, value]) => `        .header(${double(name)}, ${double(value)})`),
    `        .build();`,
    `    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());`,
    `    System.out.println(response.statusCode() + " " + response.body());`,
    `  }`,
    `}`,
  );
};

const rust = ({ method, url, headers, body }: Request) =>
  lines(
    `// cargo add reqwest --features blocking`,
    `fn main() -> Result<(), reqwest::Error> {`,
    `    let response = reqwest::blocking::Client::new()`,
    `        .request(reqwest::Method::${method}, ${double(url)})`,
    headers.map(([name, value]) => `        .header(${double(name)}, ${double(value)})`),
    body !== "" && `        .body(r###"${body}"###)`,
    `        .send()?;`,
    `    println!("{} {}", response.status(), response.text()?);`,
    `    Ok(())`,
    `}`,
  );

export const languages: Language[] = [
  { name: "curl", write: curl },
  { name: "TypeScript", write: typescript },
  { name: "C#", write: csharp },
  { name: "Python", write: python },
  { name: "Ruby", write: ruby },
  { name: "Go", write: go },
  { name: "PHP", write: php },
  { name: "Java", write: java },
  { name: "Rust", write: rust },
];
