// Rules: what a resource adds to its description for the verbs (verbs.h).
#pragma once

#include <functional>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "model/caller.h"
#include "model/event.h"
#include "store/transaction.h"

namespace bearward::resource {

// Context is what the rules of a resource may use inside the write transaction.
struct Context {
  const model::Caller& caller;
  base::Time now;
  base::Entropy& entropy;
};

// EventTypes are the events of a resource.
struct EventTypes {
  model::EventType created;
  model::EventType updated;
  model::EventType deleted;
};

// Rules are what a resource adds to its description. `read` and `write` are permissions that a
// member of the organization of a row needs; a caller that acts for the environment needs none. A
// resource that is not bound to an organization affects all organizations. Therefore only a caller
// that acts for the environment may write it, and its `read` and `write` are empty (incident class
// I2).
struct Rules {
  // Prepare validates a row before it is written and sets the fields that the server owns. `before`
  // is nullptr for a new row. It may run again after a retryable failure of the store.
  using Prepare = std::function<base::Status(store::WriteTx& tx, const void* before, void* row,
                                             const Context& context)>;
  // Remove deletes or ends what depends on a row that is about to be deleted, or refuses the
  // deletion.
  using Remove =
      std::function<base::Status(store::WriteTx& tx, const void* row, const Context& context)>;
  std::string_view read;
  std::string_view write;
  EventTypes events;
  Prepare prepare = nullptr;
  Remove remove = nullptr;
  // shared is the permission with which a member of any organization reads the rows of a resource
  // that belongs to the environment as a whole; empty: only a caller that acts for the environment
  // reads them.
  std::string_view shared = {};
  // widget_read and widget_write are permissions of a vendor's widgets that suffice in place of
  // `read` or `shared`, and of `write`; empty: none.
  std::string_view widget_read = {};
  std::string_view widget_write = {};
};

// PrepareOf converts a typed rule to Rules::prepare.
template <class R>
Rules::Prepare PrepareOf(base::Status (*prepare)(store::WriteTx& tx, const R* before, R& row,
                                                 const Context& context)) {
  return [prepare](store::WriteTx& tx, const void* before, void* row, const Context& context) {
    return prepare(tx, static_cast<const R*>(before), *static_cast<R*>(row), context);
  };
}

}  // namespace bearward::resource
