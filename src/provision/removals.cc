#include "provision/applying.h"
#include "store/applied_entries.h"

namespace bearward::provision {
namespace {

// NoteOf says why a row is not removed; empty if it is.
std::string NoteOf(const store::MadeRow& row) {
  if (row.holds_others) {
    return "it has API keys, or users, applications or objects that no file made. Remove these "
           "first, "
           "or delete the organization through the API.";
  }
  for (const std::string_view kind : {"object", "feature flag", "resource type"}) {
    if (row.kind == kind) return "no operation removes it. Name it in a file, or leave it.";
  }
  return {};
}

}  // namespace

base::Status ListRemovals(Applying& applying) {
  if (!applying.prune) return {};
  BW_TRY_ASSIGN(const auto rows, store::ListMadeRows(applying.tx));
  for (const store::MadeRow& row : rows) {
    if (applying.named.contains({row.environment.text, row.kind, row.id})) continue;
    std::string note = NoteOf(row);
    Record(applying, {.verb = note.empty() ? Change::Verb::kRemoved : Change::Verb::kKept,
                      .kind = row.kind,
                      .environment = row.environment_name,
                      .name = row.name,
                      .id = row.id,
                      .note = std::move(note)});
  }
  return {};
}

}  // namespace bearward::provision
