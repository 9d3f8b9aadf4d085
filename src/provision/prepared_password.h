// PreparedPassword: the result of hashing before the transaction. Internal to the module.
#pragma once

#include <string>

namespace bearward::provision {

// PreparedPassword is the result of the password check of one user entry before the transaction.
// Empty for an entry without a password.
struct PreparedPassword {
  std::string compared = {};  // stored hash that it was compared with; empty: none
  std::string fresh = {};     // new hash; empty if `compared` matches the password
  bool judged = false;        // false: the value is unchanged in the file and was not hashed
};

}  // namespace bearward::provision
