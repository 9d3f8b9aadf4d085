// Fuzz target: Parse accepts or refuses every text; a refusal has a code and a location within the
// text, and the values of an accepted document are equal after printing and parsing.
#include "base/digest.h"
#include "graphql/document.h"
#include "graphql/input.h"

namespace {

using namespace bearward::graphql;

bool Same(const Literal& a, const Literal& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size != b.items.size ||
      a.fields.size != b.fields.size) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size; ++i) {
    if (!Same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.fields.size; ++i) {
    if (a.fields[i].name.text != b.fields[i].name.text) return false;
    if (!Same(a.fields[i].value, b.fields[i].value)) return false;
  }
  return true;
}

void CheckPrinted(const Literal& literal) {
  const Limits limits{.max_bytes = 1 << 24, .max_tokens = 1 << 20, .max_nesting = 200};
  const auto again = Document::Parse("{ a(b: " + PrintLiteral(literal) + ") }", limits);
  if (!again) __builtin_trap();
  const Selection& field = again->operations().front().selections.front();
  if (!Same(literal, field.arguments.front().value)) __builtin_trap();
}

void CheckSelections(const Document& document, Slice<Selection> selections) {
  for (const Selection& selection : selections) {
    if (document.LocationOf(selection.offset).line == 0) __builtin_trap();
    for (const ArgumentNode& argument : selection.arguments) CheckPrinted(argument.value);
    CheckSelections(document, selection.selections);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto document = Document::Parse(bearward::base::AsBytes({data, size}));
  if (!document) {
    const Error& error = document.error();
    if (error.message.empty() || error.code.empty()) __builtin_trap();
    return 0;
  }
  for (const OperationNode& operation : document->operations()) {
    CheckSelections(*document, operation.selections);
  }
  for (const FragmentNode& fragment : document->fragments()) {
    CheckSelections(*document, fragment.selections);
  }
  return 0;
}
