// judged: runs documents through the GraphQL engine for the comparison with graphql-js.
//
//   judged --schema    prints the sample schema       judged --data    prints the sample data
//   judged             reads one JSON object a line: {"query", "operationName", "variables"} or
//                      {"schema"}; writes one a line: {"errors": [{"rule", "message"}]}, and
//                      "response" if the document was valid
#include <iostream>
#include <limits>
#include <string>

#include "base/clock.h"
#include "graphql/execute.h"
#include "graphql/sample_fixture.h"
#include "graphql/validate.h"

namespace {

using namespace bearward;
using namespace bearward::graphql;

void WriteRefusal(json::Writer& writer, const std::vector<Error>& errors) {
  writer.Key("errors").BeginArray();
  for (const Error& error : errors) {
    writer.BeginObject().Key("rule").String(error.rule).Key("message").String(error.message);
    writer.EndObject();
  }
  writer.EndArray();
}

std::string Text(const json::Value& line, std::string_view name) {
  const json::Value* value = line.Find(name);
  return value != nullptr && value->IsString() ? *value->AsString() : std::string();
}

// JudgeDocument validates a document and, if it is valid, executes it.
void JudgeDocument(const Schema& schema, const json::Value& line, json::Writer& writer) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  const Limits limits{.max_aliases = kMax, .max_cost = kMax, .max_errors = 1'000};
  const auto document = Document::Parse(Text(line, "query"), limits);
  if (!document) return WriteRefusal(writer, {document.error()});
  const auto errors = Validate(schema, *document, limits);
  WriteRefusal(writer, errors);
  if (!errors.empty()) return;
  testing::SampleContext context = testing::SampleData();
  const std::string name = Text(line, "operationName");
  const json::Value* variables = line.Find("variables");
  const json::Value none;
  const Request request{.operation_name = name,
                        .variables = variables == nullptr ? none : *variables,
                        .context = Handle::Of(context)};
  writer.Key("response").Raw(Execute(schema, *document, request, base::SystemClock(), limits).text);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view option = argc > 1 ? argv[1] : "";
  if (option == "--schema") return std::cout << testing::kSampleSchema, 0;
  if (option == "--data") return std::cout << testing::kSampleData, 0;
  const Schema schema = testing::SampleSchema();
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string out;
    json::Writer writer(out);
    writer.BeginObject();
    const auto parsed = json::Parse(line, {.max_depth = 100});
    if (!parsed) return std::cerr << "judged: a line is not JSON\n", 1;
    if (parsed->Find("schema") != nullptr) {
      const auto made = Schema::Parse(Text(*parsed, "schema"));
      WriteRefusal(writer, made ? std::vector<Error>{} : made.error());
    } else {
      JudgeDocument(schema, *parsed, writer);
    }
    writer.EndObject();
    std::cout << out << '\n';
  }
  return 0;
}
