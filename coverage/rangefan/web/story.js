// A story to walk through: the steps stand in the page's list; here they are shown one by one, map and all.
