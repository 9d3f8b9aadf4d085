#include "objects/writes.h"

#include <utility>

#include "base/invalid.h"
#include "json/writer.h"
#include "model/ids.h"
#include "objects/event_data.h"
#include "store/objects.h"

namespace bearward::objects {

base::Result<Row> Create(store::WriteTx& tx, const Author& author, base::Entropy& entropy,
                         Draft draft) {
  BW_TRY_ASSIGN(Creator creator, Creator::Begin(tx, author, entropy, draft.kind));
  return creator.Create(std::move(draft));
}

base::Result<Creator> Creator::Begin(store::WriteTx& tx, const Author& author,
                                     base::Entropy& entropy, std::string_view kind,
                                     std::int64_t most) {
  const model::Principal& principal = author.principal();
  Creator creator(tx, author, entropy, kind);
  BW_TRY_ASSIGN(const std::int64_t present,
                store::CountObjects(tx, principal.environment, principal.organization, kind));
  creator.most_ = most;
  creator.left_ = most - present;
  BW_TRY_ASSIGN(creator.number_, store::NextObjectNumber(tx, principal.environment, kind));
  return creator;
}

base::Result<Row> Creator::Create(Draft draft) {
  if (left_ <= 0) {
    return base::Fail(base::Invalid("too_many_objects",
                                    "The organization has the largest number of objects of this "
                                    "kind: " +
                                        std::to_string(most_) + "."));
  }
  const model::Principal& principal = author_.principal();
  Row row;
  row.fields = json::Value::Of(std::move(draft.fields));
  model::Object& object = row.object;
  object.environment = principal.environment;
  object.id = model::NewId<model::ObjectId>("obj", author_.now(), entropy_);
  object.kind = kind_;
  object.number = number_++;
  object.name = std::move(draft.name);
  object.owner = principal.organization;
  object.fields = json::ToText(row.fields);
  object.created_at = object.updated_at = author_.now();
  object.created_by = object.updated_by = author_.name();
  BW_TRY(store::PutObject(tx_, object));
  BW_TRY(store::ReplaceMembers(tx_, object.environment, object.id,
                               {{.environment = object.environment,
                                 .object = object.id,
                                 .organization = object.owner,
                                 .user = std::nullopt,
                                 .level = model::AccessLevel::kOwner}}));
  BW_TRY(tx_.Append(author_.by().Make(model::EventType::kObjectCreated, object.id.text,
                                      object.owner, ChangeData(nullptr, object))));
  --left_;
  return row;
}

base::Result<Row> Replace(store::WriteTx& tx, const Author& author, const Row& before,
                          std::string name, json::Object fields) {
  Row row{before.object, json::Value::Of(std::move(fields))};
  model::Object& object = row.object;
  if (name == object.name && row.fields == before.fields) return before;
  object.name = std::move(name);
  object.fields = json::ToText(row.fields);
  object.updated_at = author.now();
  object.updated_by = author.name();
  BW_TRY(store::PutObject(tx, object));
  BW_TRY(tx.Append(author.by().Make(model::EventType::kObjectUpdated, object.id.text, object.owner,
                                    ChangeData(&before.object, object))));
  return row;
}

}  // namespace bearward::objects
