// NameThread: names of threads, for tools that show what each one does.
#pragma once

#include <pthread.h>

namespace bearward::base {

// NameThread names the calling thread. The kernel allows at most 15 characters.
inline void NameThread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

}  // namespace bearward::base
