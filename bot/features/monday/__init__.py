"""The Monday NSM pulse, its preview, and the sentence that goes with it."""
