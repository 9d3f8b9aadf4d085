// NewSecrets: the file for the secrets that `serve --apply` generates.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "provision/apply.h"

namespace bearward::app {

// NewSecrets is a file of the data folder, mode 0600, for the generated secrets of one run of
// Apply. Standard error is not used, because it is the log, which others read and store. The file
// is made before anything is applied, because a secret that cannot be delivered must not be
// generated. Used by one thread.
class NewSecrets {
 public:
  // Open makes the file `secrets-TIME.txt`.
  static base::Result<NewSecrets> Open(const std::string& folder, base::Time now);
  NewSecrets(NewSecrets&& other) noexcept;
  NewSecrets& operator=(NewSecrets&&) = delete;
  // The destructor removes a file without secrets.
  ~NewSecrets();

  // Write adds one line per generated secret, durably, and returns their number.
  base::Result<int> Write(const std::vector<provision::Change>& changes);
  const std::string& path() const { return path_; }

 private:
  NewSecrets(int file, std::string path) : file_(file), path_(std::move(path)) {}
  int file_;
  std::string path_;
  bool holds_secrets_ = false;
};

}  // namespace bearward::app
