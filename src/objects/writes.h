// Writes: creating and changing the objects of an organization, for the use cases that own a kind.
// Each change writes one event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/entropy.h"
#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "model/event.h"
#include "objects/row.h"
#include "store/transaction.h"

namespace bearward::objects {

// kMostObjects limits the objects of one kind that an organization may create by requests.
inline constexpr std::int64_t kMostObjects = 20'000;

// Draft is a new object of the caller's organization.
struct Draft {
  std::string_view kind;
  std::string name;
  json::Object fields = {};
};

// Author is the principal of a change. Create it before the transaction (model::EventBy); the
// caller must outlive it.
class Author {
 public:
  Author(const model::Caller& caller, base::Time now)
      : principal_(&caller.principal()), by_(caller, now) {}
  // Author of work that outlives its request; `principal` must outlive it.
  Author(const model::Principal& principal, model::EventBy by)
      : principal_(&principal), by_(std::move(by)) {}
  const model::Principal& principal() const { return *principal_; }
  const model::EventBy& by() const { return by_; }
  base::Time now() const { return by_.at(); }
  // name is the username, which the objects keep.
  std::string name() const { return std::string(principal_->username.view()); }

 private:
  const model::Principal* principal_;
  model::EventBy by_;
};

// Create stores the object with the next number of its kind, with the organization of the author as
// its owner. kInvalid "too_many_objects" above kMostObjects.
base::Result<Row> Create(store::WriteTx& tx, const Author& author, base::Entropy& entropy,
                         Draft draft);

// Creator creates several objects of one kind in a transaction, with the checks of Create done
// once.
class Creator {
 public:
  // Begin reads the next number and how many objects the organization may still create, if it may
  // have `most` of the kind.
  static base::Result<Creator> Begin(store::WriteTx& tx, const Author& author,
                                     base::Entropy& entropy, std::string_view kind,
                                     std::int64_t most = kMostObjects);
  // Create ignores draft.kind. kInvalid "too_many_objects" above that.
  base::Result<Row> Create(Draft draft);

 private:
  Creator(store::WriteTx& tx, const Author& author, base::Entropy& entropy, std::string_view kind)
      : tx_(tx), author_(author), entropy_(entropy), kind_(kind) {}

  store::WriteTx& tx_;
  const Author& author_;
  base::Entropy& entropy_;
  std::string_view kind_;
  std::int64_t number_ = 0;
  std::int64_t most_ = 0;
  std::int64_t left_ = 0;
};

// Replace sets the name and the fields of a row that was read in this transaction. Without a change
// of them it writes nothing.
base::Result<Row> Replace(store::WriteTx& tx, const Author& author, const Row& before,
                          std::string name, json::Object fields);

}  // namespace bearward::objects
