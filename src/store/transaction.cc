#include "store/transaction.h"

#include <span>
#include <utility>

#include "store/columns.h"

namespace bearward::store {

base::Result<Rows> ReadTx::Execute(std::string_view sql, std::span<const Parameter> values) {
  // After a failed statement the state of the transaction is undefined, so no further statement
  // runs.
  if (broken_) return base::Fail(*broken_);
  auto rows = engine_.Execute(sql, std::span<const Parameter>(values.begin(), values.size()));
  if (!rows && rows.error().code != base::Code::kExists) broken_ = rows.error();
  return rows;
}

base::Status WriteTx::ExecuteLater(std::string_view sql, std::initializer_list<Parameter> values) {
  if (broken()) return base::Fail(*broken());
  base::Status status = engine_.Later(sql, std::span(values.begin(), values.size()));
  if (!status && status.error().code != base::Code::kExists) broken_ = status.error();
  return status;
}

base::Status WriteTx::Append(model::Event event) {
  event.number = head_.number + 1;
  const base::Digest digest = NextDigest(head_.digest, ContentOf(event));
  BW_TRY(ExecuteLater(
      "INSERT INTO events (number, environment_id, organization_id, type, actor_kind, "
      "actor_id, target, at, data, credential_id, address, request_id, digest) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
      {event.number, BorrowedText(event.environment.text),
       event.organization ? Parameter(BorrowedText(event.organization->text)) : Parameter(),
       BorrowedText(model::EventName(event.type)), BorrowedText(event.actor.kind),
       BorrowedText(event.actor.id), BorrowedText(event.target), base::ToMillis(event.at),
       BorrowedText(event.data), BorrowedText(event.actor.credential_id),
       BorrowedText(event.actor.origin.address), BorrowedText(event.actor.origin.request_id),
       BytesOf(digest)}));
  head_.number = event.number;
  head_.digest = digest;
  events_.push_back(std::move(event));
  return {};
}

}  // namespace bearward::store
