#include "base/shared_library.h"

#include <dlfcn.h>

namespace bearward::base {

Result<SharedLibrary> SharedLibrary::Load(const char* soname, Missing missing) {
  void* const handle = ::dlopen(soname, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return Fail(missing(std::string(soname) + " cannot be loaded"));
  return SharedLibrary(soname, missing, handle);
}

Result<void*> SharedLibrary::AddressOf(const char* name) const {
  void* const address = ::dlsym(handle_, name);
  if (address != nullptr) return address;
  return Fail(missing_(std::string(soname_) + " has no function " + name));
}

}  // namespace bearward::base
