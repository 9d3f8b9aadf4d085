// Fuzz target: a document over the sample schema is refused with a rule, or executed to a response
// that is JSON and has data or errors. The input is a document, and optionally a NUL byte and the
// variables as JSON.
#include "base/digest.h"
#include "graphql/execute.h"

#include "graphql/sample_fixture.h"
#include "graphql/validate.h"

namespace {

using namespace bearward;
using namespace bearward::graphql;

// StoppedClock never reaches a time limit, so that an input always takes the same way.
class StoppedClock final : public base::Clock {
 public:
  base::Time Now() const override { return {}; }
  std::int64_t Ticks() const override { return 0; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Schema schema = graphql::testing::SampleSchema();
  static graphql::testing::SampleContext context = graphql::testing::SampleData();
  const std::string_view input(bearward::base::AsBytes({data, size}));
  const std::size_t end = input.find('\0');
  const auto document = Document::Parse(input.substr(0, end));
  if (!document) return 0;
  const auto errors = Validate(schema, *document);
  for (const Error& error : errors) {
    if (error.message.empty() || error.rule.empty() || error.locations.empty()) __builtin_trap();
  }
  if (!errors.empty()) return 0;
  json::Value variables;
  if (end != std::string_view::npos) {
    auto parsed = json::Parse(input.substr(end + 1));
    if (parsed) variables = std::move(*parsed);
  }
  const Response response = Execute(
      schema, *document, {.variables = variables, .context = Handle::Of(context)}, StoppedClock());
  const auto text =
      json::Parse(response.text, {.max_depth = 200, .max_size = 1 << 26, .max_items = 1 << 24});
  if (!text) __builtin_trap();
  const bool has_data = text->Find("data") != nullptr;
  const bool has_errors = text->Find("errors") != nullptr;
  if (has_data != response.has_data || has_errors == response.errors.empty()) __builtin_trap();
  if (!has_data && !has_errors) __builtin_trap();
  return 0;
}
