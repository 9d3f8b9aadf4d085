// SharedLibrary: a library that is loaded at its first use, because it and its dependencies would
// cost every start several megabytes.
#pragma once

#include <string>

#include "base/result.h"

namespace bearward::base {

// SharedLibrary stays loaded until the process ends, so addresses in it stay valid. `missing` makes
// the error of a failure from a sentence without its full stop; it names the package to install.
class SharedLibrary {
 public:
  using Missing = Error (*)(const std::string& what);

  // Load loads the library with this soname.
  static Result<SharedLibrary> Load(const char* soname, Missing missing);

  // Find sets `function` to the function of that name.
  template <class F>
  Status Find(const char* name, F& function) const {
    BW_TRY_ASSIGN(void* const address, AddressOf(name));
    function = reinterpret_cast<F>(address);  // dlsym(3) returns functions as void*
    return {};
  }

 private:
  SharedLibrary(const char* soname, Missing missing, void* handle)
      : soname_(soname), missing_(missing), handle_(handle) {}
  Result<void*> AddressOf(const char* name) const;

  const char* soname_;
  Missing missing_;
  void* handle_;
};

}  // namespace bearward::base
