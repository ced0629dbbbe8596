"""Made-up boards under other laws than that of the demonstration, each as its office would enter it."""
